package io.lockdep.cli;

import io.lockdep.agent.Spelling;
import io.lockdep.report.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** From which grade on findings make a command fail. */
enum FailOn {
    /** Never. */
    NONE,
    /** By any finding. */
    LOW,
    /** Also by what one thread did. */
    MEDIUM,
    /** By what can hang as it is. */
    HIGH,
    /** By what hung. */
    ACTUAL;

    boolean covers(Grade grade) {
        return this != NONE && grade.ordinal() + 1 >= ordinal();
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Makes one of what the user wrote. */
    static final class Converter implements ITypeConverter<FailOn> {

        @Override
        public FailOn convert(String value) {
            List<String> known = new ArrayList<>();
            for (FailOn one : values()) {
                if (one.id().equals(value)) {
                    return one;
                }
                known.add(one.id());
            }
            throw new TypeConversionException("'" + value + "' is not one of " + String.join(", ", known)
                    + "; did you mean '" + Spelling.nearest(value, known) + "'?");
        }
    }
}
