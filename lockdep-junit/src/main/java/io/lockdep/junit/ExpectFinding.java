package io.lockdep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Passes a test only if lockdep finds something during it: a deadlock that is shown on purpose.
 *
 * <p>What is expected counts nowhere as found: it is not said, stands in no report file and fails no run. It is found again
 * if an earlier test has led to it.
 */
@Documented
@Repeatable(ExpectFinding.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(LockdepExtension.class)
public @interface ExpectFinding {

    /** {@return the kind, such as {@code circular}; empty for any} */
    String kind() default "";

    /** {@return the least grade} */
    FindingGrade grade() default FindingGrade.MEDIUM;

    /**
     * Names lock classes that have to take part.
     *
     * @return names as reports show them, {@code *} for any text; empty for any
     */
    String[] classes() default {};

    /** Several of them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @ExtendWith(LockdepExtension.class)
    @interface All {

        /** {@return each has to be found} */
        ExpectFinding[] value();
    }
}
