package io.lockdep.agent.instrument;

import io.lockdep.engine.ClassCode;
import io.lockdep.engine.ClassCode.Routine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a class file what each method touches in a way that initialises classes, and whose constructors and static
 * methods it calls.
 *
 * <p>This is done for every class of the program. So it goes from instruction to instruction without parsing them, and
 * notes once what a method does several times. Classes of the JDK are left out.
 *
 * <p>Source: Java Virtual Machine Specification, chapters 4 and 6; JLS 12.4.1 for what initialises a class.
 */
final class ClassCodeReader {

    private static final int LOOKED_AT = -1;
    private static final byte[] OF_INSTANCES =
            CodeLengths.with(LOOKED_AT, Opcodes.GETSTATIC, Opcodes.PUTSTATIC, Opcodes.NEW, Opcodes.INVOKESTATIC);
    private static final byte[] FOLLOWED = CodeLengths.with(
            LOOKED_AT, Opcodes.GETSTATIC, Opcodes.PUTSTATIC, Opcodes.NEW, Opcodes.INVOKESTATIC, Opcodes.INVOKESPECIAL);
    // Of a class that has an initialiser, which may run any of its static methods and constructors.
    private static final byte[] INITIALISING = CodeLengths.with(
            LOOKED_AT,
            Opcodes.GETSTATIC,
            Opcodes.PUTSTATIC,
            Opcodes.NEW,
            Opcodes.INVOKESTATIC,
            Opcodes.INVOKESPECIAL,
            Opcodes.INVOKEVIRTUAL,
            Opcodes.INVOKEINTERFACE,
            Opcodes.INVOKEDYNAMIC,
            Opcodes.MONITORENTER);

    private static final char OF_JDK = 0xffff;

    private final Constants constants;
    private final boolean hasInitialiser;
    private final List<Method> methods = new ArrayList<>();
    private final List<Routine> routines = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    // By constant that is a class: its place among the names, plus one; 0 if that is not known yet.
    private final char[] numbers;

    // By constant that is a name and descriptor.
    private final int[] keys;

    // By number of a class, and by constant that is a method: which method was the last to touch or call it.
    private final char[] touched;
    private final char[] touchedByInstances;
    private final char[] called;

    private final Steps ofInstances = new Steps();
    private Steps steps = ofInstances;
    private char method;
    private int self;

    private ClassCodeReader(Constants constants) {
        int count = constants.count();
        this.constants = constants;
        this.hasInitialiser = (constants.tell() & TellingNames.INITIALISER) != 0;
        this.numbers = new char[count];
        this.keys = new int[count];
        this.touched = new char[count + 1];
        this.touchedByInstances = new char[count + 1];
        this.called = new char[count];
    }

    /**
     * What was read of a class.
     *
     * @param code what its code says
     * @param initialiserMatters whether its initialiser may touch other classes of the program or take locks
     */
    record Reading(ClassCode code, boolean initialiserMatters) {}

    /** {@return what a class file says that has these constants} */
    static Reading read(Constants constants) {
        return new ClassCodeReader(constants).read();
    }

    private Reading read() {
        int p = constants.end();
        self = number(constants.u2(p + 2));
        int superclass = constants.u2(p + 4);
        int parent = superclass == 0 ? OF_JDK : number(superclass);
        p = constants.methods();
        int count = constants.u2(p);
        p += 2;
        for (int i = 0; i < count; i++) {
            p = readMethod(p);
        }
        add("", ClassCode.INSTANCE_METHODS, ofInstances);
        ClassCode code = new ClassCode(
                constants
                        .text(constants.nameOfClass(constants.u2(constants.end() + 2)))
                        .replace('/', '.'),
                parent == OF_JDK ? null : names.get(parent - 1),
                sourceFile(p),
                names.toArray(new String[0]),
                routines.toArray(new Routine[0]));
        return new Reading(code, hasInitialiser && mayDoMuch(ClassCode.INITIALISER));
    }

    private int readMethod(int from) {
        int access = constants.u2(from);
        int name = constants.u2(from + 2);
        boolean constructor = constants.is(name, "<init>");
        boolean followed = constructor || (access & Opcodes.ACC_STATIC) != 0;
        steps = followed ? new Steps() : ofInstances;
        steps.doesMuch = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
        method++;
        int p = from + 8;
        for (int i = constants.u2(from + 6); i > 0; i--) {
            if ((constants.meaning(constants.u2(p)) & TellingNames.CODE) != 0) {
                readCode(p + 6, followed);
            }
            p += 6 + constants.u4(p + 2);
        }
        if (followed) {
            int key = constants.key(name, constants.u2(from + 4));
            methods.add(new Method(key, steps));
            add(constructor ? "<init>" : constants.text(name), key, steps);
        }
        return p;
    }

    private void add(String name, int key, Steps made) {
        if (made.count > 0) {
            routines.add(new Routine(
                    name,
                    key,
                    Arrays.copyOf(made.owners, made.count),
                    Arrays.copyOf(made.calls, made.count),
                    Arrays.copyOf(made.lines, made.count)));
        }
    }

    private void readCode(int attribute, boolean followed) {
        byte[] bytes = constants.bytes;
        byte[] lengths = !followed ? OF_INSTANCES : hasInitialiser ? INITIALISING : FOLLOWED;
        int start = attribute + 8;
        int end = start + constants.u4(attribute + 4);
        int first = steps.count;
        int at = start;
        while (at < end) {
            int length = lengths[bytes[at] & 0xff];
            if (length > 0) {
                at += length;
            } else if (length < 0) {
                read(bytes, at, at - start, followed);
                at -= length;
            } else {
                at += CodeLengths.variable(bytes, at, start);
            }
        }
        if (followed && steps.count > first) {
            readLines(end, first);
        }
    }

    private void read(byte[] bytes, int at, int pc, boolean followed) {
        switch (bytes[at] & 0xff) {
            case Opcodes.GETSTATIC, Opcodes.PUTSTATIC -> touch(constants.ownerOf(constants.u2(at + 1)), pc, followed);
            case Opcodes.NEW -> touch(constants.u2(at + 1), pc, followed);
            case Opcodes.INVOKESTATIC -> {
                touch(constants.ownerOf(constants.u2(at + 1)), pc, followed);
                if (followed) {
                    call(constants.u2(at + 1), pc);
                }
            }
            case Opcodes.INVOKESPECIAL -> {
                if (constants.is(constants.nameOf(constants.u2(at + 1)), "<init>")) {
                    call(constants.u2(at + 1), pc);
                }
            }
            case Opcodes.INVOKEVIRTUAL, Opcodes.INVOKEINTERFACE ->
                steps.doesMuch |= mayLock(constants.ownerOf(constants.u2(at + 1)));
            default -> steps.doesMuch = true;
        }
    }

    private void touch(int type, int pc, boolean followed) {
        int number = number(type);
        if (number == OF_JDK || number == self) {
            return;
        }
        steps.doesMuch = true;
        char[] last = followed ? touched : touchedByInstances;
        char now = followed ? method : 1;
        if (last[number] != now) {
            last[number] = now;
            steps.add(number - 1, 0, pc);
        }
    }

    private void call(int member, int pc) {
        int owner = number(constants.ownerOf(member));
        if (owner != OF_JDK && called[member] != method) {
            called[member] = method;
            steps.add(owner - 1, key(member), pc);
        }
    }

    private boolean mayLock(int type) {
        int name = constants.nameOfClass(type);
        return number(type) != OF_JDK
                || constants.startsWith(name, "java/util/concurrent/")
                || constants.startsWith(name, "java/util/ServiceLoader")
                || constants.startsWith(name, "java/lang/Thread");
    }

    // By itself or through constructors and static methods of its own class.
    private boolean mayDoMuch(int key) {
        for (Method each : methods) {
            if (each.key == key && !each.seen) {
                each.seen = true;
                if (each.steps.doesMuch) {
                    return true;
                }
                for (int i = 0; i < each.steps.count; i++) {
                    if (each.steps.calls[i] != 0 && mayDoMuch(each.steps.calls[i])) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // Steps hold offsets until here. A table need not be sorted; the nearest entry before an offset is its line.
    private void readLines(int endOfCode, int first) {
        int p = endOfCode;
        p += 2 + 8 * constants.u2(p);
        int attributes = constants.u2(p);
        p += 2;
        int[] starts = new int[steps.count - first];
        int[] offsets = Arrays.copyOfRange(steps.lines, first, steps.count);
        Arrays.fill(starts, -1);
        Arrays.fill(steps.lines, first, steps.count, -1);
        for (int i = 0; i < attributes; i++) {
            if (constants.is(constants.u2(p), "LineNumberTable")) {
                for (int k = constants.u2(p + 6) - 1; k >= 0; k--) {
                    int start = constants.u2(p + 8 + 4 * k);
                    for (int n = offsets.length - 1; n >= 0 && offsets[n] >= start; n--) {
                        if (start > starts[n]) {
                            starts[n] = start;
                            steps.lines[first + n] = constants.u2(p + 10 + 4 * k);
                        }
                    }
                }
            }
            p += 6 + constants.u4(p + 2);
        }
    }

    private @Nullable String sourceFile(int from) {
        int p = from + 2;
        for (int i = constants.u2(from); i > 0; i--) {
            if (constants.is(constants.u2(p), "SourceFile")) {
                return constants.text(constants.u2(p + 6));
            }
            p += 6 + constants.u4(p + 2);
        }
        return null;
    }

    private int number(int type) {
        char known = numbers[type];
        if (known == 0) {
            int name = constants.nameOfClass(type);
            boolean ofJdk = constants.startsWith(name, "java/")
                    || constants.startsWith(name, "[")
                    || constants.startsWith(name, "jdk/")
                    || constants.startsWith(name, "sun/");
            if (!ofJdk) {
                names.add(constants.text(name).replace('/', '.'));
            }
            known = ofJdk ? OF_JDK : (char) names.size();
            numbers[type] = known;
        }
        return known;
    }

    private int key(int member) {
        int pair = constants.nameAndTypeOf(member);
        if (keys[pair] == 0) {
            keys[pair] = constants.key(constants.nameOf(member), constants.descriptorOf(member));
        }
        return keys[pair];
    }

    /** Grows; offsets are kept where the lines will be. */
    private static final class Steps {

        private static final int[] NONE = {};

        int[] owners = NONE;
        int[] calls = NONE;
        int[] lines = NONE;
        int count;

        /** Whether the code may touch a class of the program, or take a lock, or run code that does. */
        boolean doesMuch;

        void add(int owner, int call, int offset) {
            if (count == owners.length) {
                int more = Math.max(4, 2 * count);
                owners = Arrays.copyOf(owners, more);
                calls = Arrays.copyOf(calls, more);
                lines = Arrays.copyOf(lines, more);
            }
            owners[count] = owner;
            calls[count] = call;
            lines[count] = offset;
            count++;
        }
    }

    /** A constructor or static method, with what it does. */
    private static final class Method {

        final int key;
        final Steps steps;
        boolean seen;

        Method(int key, Steps steps) {
            this.key = key;
            this.steps = steps;
        }
    }
}
