package io.lockdep.agent.instrument;

import io.lockdep.engine.ClassCode;
import io.lockdep.engine.ClassCode.Routine;
import io.lockdep.engine.ClassCode.Supertypes;
import io.lockdep.engine.InitEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a class file what its code touches in a way that initialises classes, and which constructors and static methods
 * those call that an initialiser can call.
 *
 * <p>Read are classes that have an initialiser, and those that one calls which was read before; of the others it is known
 * only what they touch, which {@link CodeScan} has seen. Code is read from instruction to instruction without parsing, and
 * what a method does several times is noted once. Even so, compiling this class costs more than running it. Classes of the
 * JDK are left out.
 *
 * <p>Source: Java Virtual Machine Specification, chapters 4 and 6; JLS 12.4.1 for what initialises a class.
 */
final class ClassCodeReader {

    private static final byte[] FOLLOWED = CodeLengths.stoppingAt(
            Opcodes.GETSTATIC, Opcodes.PUTSTATIC, Opcodes.NEW, Opcodes.INVOKESTATIC, Opcodes.INVOKESPECIAL);
    // Of a class that has an initialiser, which may run any of its static methods and constructors.
    private static final byte[] INITIALISING = CodeLengths.alsoAt(
            FOLLOWED, Opcodes.INVOKEVIRTUAL, Opcodes.INVOKEINTERFACE, Opcodes.INVOKEDYNAMIC, Opcodes.MONITORENTER);

    // In place of hashes.
    private static final long NOT_KNOWN = 0;
    private static final long OF_JDK = 1;
    private static final long[] NO_HASHES = {};

    private final Constants constants;
    private final CodeScan scan;
    private final boolean hasInitialiser;
    private final List<Method> methods = new ArrayList<>();
    private final List<Routine> routines = new ArrayList<>();

    // By constant that is a class.
    private final long[] hashes;

    // By constant that is a class, or the member of one: which method was the last to touch it, and to call it.
    private final char[] touched;
    private final char[] called;

    private Steps steps = new Steps();
    private char method;
    private boolean hasCode;
    private long self;

    private ClassCodeReader(CodeScan scan) {
        this.scan = scan;
        this.constants = scan.constants();
        this.hasInitialiser = (constants.tell() & TellingNames.INITIALISER) != 0;
        int count = constants.count();
        this.hashes = new long[count];
        this.touched = new char[count];
        this.called = new char[count];
    }

    /**
     * What was read of a class.
     *
     * @param code what its code says
     * @param initialiserMatters whether its initialiser may touch other classes of the program or take locks
     */
    record Reading(ClassCode code, boolean initialiserMatters) {}

    /**
     * Reads a class file.
     *
     * @param name binary name of the class
     * @param scan has looked at all its methods
     */
    static Reading read(String name, CodeScan scan) {
        return new ClassCodeReader(scan).read(name);
    }

    private Reading read(String name) {
        int p = constants.end();
        self = hash(constants.u2(p + 2));
        String file = null;
        if (hasInitialiser || InitEvents.follows(self)) {
            p = constants.methods();
            int count = constants.u2(p);
            p += 2;
            for (int i = 0; i < count; i++) {
                p = readMethod(p);
            }
            file = sourceFile(p);
        }
        ClassCode code =
                new ClassCode(self, name, supertypes(), file, touchedByAny(), routines.toArray(new Routine[0]));
        return new Reading(code, hasInitialiser && mayDoMuch(ClassCode.INITIALISER));
    }

    private Supertypes supertypes() {
        int p = constants.end();
        boolean ofInterface = (constants.u2(p) & Opcodes.ACC_INTERFACE) != 0;
        int superclass = constants.u2(p + 4);
        long parent = superclass == 0 ? OF_JDK : hash(superclass);
        int most = constants.u2(p + 6);
        long[] interfaces = most == 0 ? NO_HASHES : new long[most];
        int count = 0;
        for (int i = 1; i <= most; i++) {
            long hash = hash(constants.u2(p + 6 + 2 * i));
            if (hash != OF_JDK) {
                interfaces[count++] = hash;
            }
        }
        return new Supertypes(
                parent == OF_JDK ? 0 : parent,
                count == most ? interfaces : Arrays.copyOf(interfaces, count),
                ofInterface,
                ofInterface && hasInitialiser && hasCode);
    }

    private long[] touchedByAny() {
        int most = scan.touchedCount();
        long[] found = new long[most];
        int count = 0;
        for (int i = 0; i < most; i++) {
            int constant = scan.touched(i);
            int type = constants.isClass(constant) ? constant : constants.ownerOf(constant);
            long hash = hash(type);
            if (hash != OF_JDK && hash != self && touched[type] != Character.MAX_VALUE) {
                touched[type] = Character.MAX_VALUE;
                found[count++] = hash;
            }
        }
        return count == most ? found : Arrays.copyOf(found, count);
    }

    private int readMethod(int from) {
        int name = constants.u2(from + 2);
        boolean constructor = constants.is(name, "<init>");
        int access = constants.u2(from);
        hasCode |= (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) == 0;
        boolean followed = constructor || (access & Opcodes.ACC_STATIC) != 0;
        if (followed) {
            steps = new Steps();
            steps.doesMuch = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
            method++;
        }
        int p = from + 8;
        for (int i = constants.u2(from + 6); i > 0; i--) {
            if (followed && (constants.meaning(constants.u2(p)) & TellingNames.CODE) != 0) {
                readCode(p + 6);
            }
            p += 6 + constants.u4(p + 2);
        }
        if (followed && (steps.count > 0 || steps.doesMuch)) {
            int key = constants.key(name, constants.u2(from + 4));
            methods.add(new Method(key, steps));
            if (steps.count > 0) {
                routines.add(steps.routine(constructor ? "<init>" : constants.text(name), key));
            }
        }
        return p;
    }

    private void readCode(int attribute) {
        byte[] bytes = constants.bytes;
        byte[] lengths = hasInitialiser ? INITIALISING : FOLLOWED;
        int start = attribute + 8;
        int end = start + constants.u4(attribute + 4);
        int first = steps.count;
        int at = start;
        while (at < end) {
            int length = lengths[bytes[at] & 0xff];
            if (length > 0) {
                at += length;
            } else if (length < 0) {
                read(bytes[at] & 0xff, at + 1, at - start);
                at -= length;
            } else {
                at += CodeLengths.variable(bytes, at, start);
            }
        }
        if (steps.count > first) {
            readLines(end, first);
        }
    }

    private void read(int opcode, int operand, int pc) {
        switch (opcode) {
            case Opcodes.NEW -> touch(constants.u2(operand), pc);
            case Opcodes.GETSTATIC, Opcodes.PUTSTATIC -> touch(constants.ownerOf(constants.u2(operand)), pc);
            case Opcodes.INVOKESTATIC -> {
                touch(constants.ownerOf(constants.u2(operand)), pc);
                call(constants.u2(operand), pc);
            }
            case Opcodes.INVOKESPECIAL -> {
                if (constants.is(constants.nameOf(constants.u2(operand)), "<init>")) {
                    call(constants.u2(operand), pc);
                }
            }
            case Opcodes.INVOKEVIRTUAL, Opcodes.INVOKEINTERFACE ->
                steps.doesMuch |= mayLock(constants.ownerOf(constants.u2(operand)));
            default -> steps.doesMuch = true;
        }
    }

    private void touch(int type, int pc) {
        if (touched[type] != method) {
            touched[type] = method;
            long hash = hash(type);
            if (hash != OF_JDK && hash != self) {
                steps.doesMuch = true;
                steps.add(hash, 0, pc);
            }
        }
    }

    private void call(int member, int pc) {
        if (called[member] != method) {
            called[member] = method;
            long owner = hash(constants.ownerOf(member));
            if (owner != OF_JDK) {
                steps.add(owner, constants.key(constants.nameOf(member), constants.descriptorOf(member)), pc);
            }
        }
    }

    private boolean mayLock(int type) {
        int name = constants.nameOfClass(type);
        return hash(type) != OF_JDK
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

    private long hash(int type) {
        if (hashes[type] == NOT_KNOWN) {
            int name = constants.nameOfClass(type);
            boolean ofJdk = constants.startsWith(name, "java/")
                    || constants.startsWith(name, "[")
                    || constants.startsWith(name, "jdk/")
                    || constants.startsWith(name, "sun/");
            hashes[type] = ofJdk ? OF_JDK : constants.hash(name);
        }
        return hashes[type];
    }

    /** Grows; offsets are kept where the lines will be. */
    private static final class Steps {

        private static final long[] NO_OWNERS = {};
        private static final int[] NONE = {};

        long[] owners = NO_OWNERS;
        int[] calls = NONE;
        int[] lines = NONE;
        int count;

        /** Whether the code may touch a class of the program, or take a lock, or run code that does. */
        boolean doesMuch;

        void add(long owner, int call, int offset) {
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

        Routine routine(String name, int key) {
            return new Routine(
                    name, key, Arrays.copyOf(owners, count), Arrays.copyOf(calls, count), Arrays.copyOf(lines, count));
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
