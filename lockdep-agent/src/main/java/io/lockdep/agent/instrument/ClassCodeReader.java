package io.lockdep.agent.instrument;

import io.lockdep.engine.ClassCode;
import io.lockdep.engine.ClassCode.Routine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a class file what each method touches in a way that initialises classes, and whose constructors and static
 * methods it calls.
 *
 * <p>Decodes instructions only as far as to find their ends; a parse by ASM would cost many times as much, and this is done
 * for every class of the program. Classes of the JDK are left out.
 *
 * <p>Source: Java Virtual Machine Specification, chapters 4 and 6; JLS 12.4.1 for what initialises a class.
 */
final class ClassCodeReader {

    // Length of each instruction from its opcode on; 0 for those of variable length.
    private static final byte[] LENGTHS = lengths();

    private static final int GETSTATIC = 0xb2;
    private static final int PUTSTATIC = 0xb3;
    private static final int INVOKESPECIAL = 0xb7;
    private static final int INVOKESTATIC = 0xb8;
    private static final int NEW = 0xbb;
    private static final int TABLESWITCH = 0xaa;
    private static final int LOOKUPSWITCH = 0xab;
    private static final int WIDE = 0xc4;
    private static final int IINC = 0x84;
    private static final int INVOKEVIRTUAL = 0xb6;
    private static final int INVOKEINTERFACE = 0xb9;
    private static final int INVOKEDYNAMIC = 0xba;
    private static final int MONITORENTER = 0xc2;
    private static final int ACC_STATIC = 8;
    private static final int ACC_SYNCHRONIZED = 0x20;
    private static final String JDK = "";

    private final byte[] bytes;
    private final int[] at;
    private final @Nullable String[] classNames;
    private int position;
    private String self = "";
    private Steps steps = new Steps();
    private final Steps ofInstance = new Steps();
    private final List<Method> methods = new ArrayList<>();

    private ClassCodeReader(byte[] bytes) {
        this.bytes = bytes;
        this.at = new int[u2(8)];
        this.classNames = new String[at.length];
    }

    /**
     * What was read of a class.
     *
     * @param code what its code says
     * @param initialiserMatters whether its initialiser may touch other classes of the program or take locks
     */
    record Reading(ClassCode code, boolean initialiserMatters) {}

    /** {@return what the bytes of a class file say} */
    static Reading read(byte[] bytes) {
        return new ClassCodeReader(bytes).read();
    }

    private Reading read() {
        readConstants();
        self = className(u2(position + 2));
        String parent = u2(position + 4) == 0 ? null : ofProgram(u2(position + 4));
        position += 6;
        position += 2 + 2 * u2(position);
        skipFields();
        List<Routine> routines = readMethods();
        add(routines, "", ClassCode.INSTANCE_METHODS, ofInstance);
        boolean matters = mayDoMuch(ClassCode.INITIALISER);
        String file = null;
        int attributes = u2(position);
        position += 2;
        for (int i = 0; i < attributes; i++) {
            if (isUtf8(u2(position), "SourceFile")) {
                file = utf8(u2(position + 6));
            }
            position += 6 + u4(position + 2);
        }
        return new Reading(new ClassCode(self, parent, file, routines.toArray(new Routine[0])), matters);
    }

    private void readConstants() {
        int p = 10;
        for (int i = 1; i < at.length; i++) {
            at[i] = p;
            switch (bytes[p]) {
                case 1 -> p += 3 + u2(p + 1);
                case 5, 6 -> {
                    p += 9;
                    i++;
                }
                case 7, 8, 16, 19, 20 -> p += 3;
                case 15 -> p += 4;
                default -> p += 5;
            }
        }
        position = p;
    }

    private void skipFields() {
        int fields = u2(position);
        position += 2;
        for (int i = 0; i < fields; i++) {
            int attributes = u2(position + 6);
            position += 8;
            for (int k = 0; k < attributes; k++) {
                position += 6 + u4(position + 2);
            }
        }
    }

    private List<Routine> readMethods() {
        List<Routine> routines = new ArrayList<>();
        int count = u2(position);
        position += 2;
        for (int i = 0; i < count; i++) {
            int access = u2(position);
            int name = u2(position + 2);
            int descriptor = u2(position + 4);
            int attributes = u2(position + 6);
            position += 8;
            boolean constructor = isUtf8(name, "<init>");
            boolean followed = constructor || (access & ACC_STATIC) != 0;
            steps = followed ? new Steps() : ofInstance;
            steps.doesMuch = (access & ACC_SYNCHRONIZED) != 0;
            for (int k = 0; k < attributes; k++) {
                int length = u4(position + 2);
                if (isUtf8(u2(position), "Code")) {
                    readCode(position + 6);
                }
                position += 6 + length;
            }
            if (followed) {
                boolean initialiser = isUtf8(name, "<clinit>");
                int key = key(name, descriptor);
                methods.add(new Method(key, steps));
                String method = constructor ? "<init>" : initialiser ? "<clinit>" : utf8(name);
                add(routines, method, key, steps);
            }
        }
        return routines;
    }

    private static void add(List<Routine> routines, String method, int key, Steps steps) {
        if (steps.count > 0) {
            routines.add(new Routine(
                    method,
                    key,
                    Arrays.copyOf(steps.owners, steps.count),
                    Arrays.copyOf(steps.calls, steps.count),
                    Arrays.copyOf(steps.lines, steps.count)));
        }
    }

    private void readCode(int attribute) {
        int length = u4(attribute + 4);
        int start = attribute + 8;
        int end = start + length;
        int first = steps.count;
        for (int pc = start; pc < end; ) {
            int opcode = bytes[pc] & 0xff;
            switch (opcode) {
                case GETSTATIC, PUTSTATIC -> touch(u2(at[u2(pc + 1)] + 1), pc - start);
                case NEW -> touch(u2(pc + 1), pc - start);
                case INVOKESTATIC -> {
                    touch(u2(at[u2(pc + 1)] + 1), pc - start);
                    call(at[u2(pc + 1)], pc - start);
                }
                case INVOKESPECIAL -> callConstructor(at[u2(pc + 1)], pc - start);
                case INVOKEVIRTUAL, INVOKEINTERFACE -> steps.doesMuch |= mayLock(u2(at[u2(pc + 1)] + 1));
                case INVOKEDYNAMIC, MONITORENTER -> steps.doesMuch = true;
                default -> {
                    // Touches no class.
                }
            }
            pc += length(opcode, pc, start);
        }
        if (steps.count > first) {
            readLines(end, first);
        }
    }

    private void touch(int type, int pc) {
        String name = ofProgram(type);
        if (name != null && !name.equals(self)) {
            steps.add(name, 0, pc);
            steps.doesMuch = true;
        }
    }

    private boolean mayLock(int type) {
        int name = u2(at[type] + 1);
        return ofProgram(type) != null
                || startsWith(name, "java/util/concurrent/")
                || startsWith(name, "java/util/ServiceLoader")
                || startsWith(name, "java/lang/Thread");
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

    private void call(int reference, int pc) {
        String owner = ofProgram(u2(reference + 1));
        if (owner != null) {
            int nameAndType = at[u2(reference + 3)];
            steps.add(owner, key(u2(nameAndType + 1), u2(nameAndType + 3)), pc);
        }
    }

    private void callConstructor(int reference, int pc) {
        if (isUtf8(u2(at[u2(reference + 3)] + 1), "<init>")) {
            call(reference, pc);
        }
    }

    private int length(int opcode, int pc, int start) {
        int fixed = LENGTHS[opcode];
        if (fixed > 0) {
            return fixed;
        }
        int operands = (pc - start + 4) / 4 * 4 + start;
        return switch (opcode) {
            case TABLESWITCH -> operands + 12 + 4 * (u4(operands + 8) - u4(operands + 4) + 1) - pc;
            case LOOKUPSWITCH -> operands + 8 + 8 * u4(operands + 4) - pc;
            case WIDE -> (bytes[pc + 1] & 0xff) == IINC ? 6 : 4;
            default -> 1;
        };
    }

    // Steps hold offsets until here. A table need not be sorted; the nearest entry before an offset is its line.
    private void readLines(int endOfCode, int first) {
        int p = endOfCode;
        p += 2 + 8 * u2(p);
        int attributes = u2(p);
        p += 2;
        int[] starts = new int[steps.count - first];
        int[] offsets = Arrays.copyOfRange(steps.lines, first, steps.count);
        Arrays.fill(starts, -1);
        Arrays.fill(steps.lines, first, steps.count, -1);
        for (int i = 0; i < attributes; i++) {
            if (isUtf8(u2(p), "LineNumberTable")) {
                for (int k = 0; k < u2(p + 6); k++) {
                    int start = u2(p + 8 + 4 * k);
                    for (int n = offsets.length - 1; n >= 0 && offsets[n] >= start; n--) {
                        if (start >= starts[n]) {
                            starts[n] = start;
                            steps.lines[first + n] = u2(p + 10 + 4 * k);
                        }
                    }
                }
            }
            p += 6 + u4(p + 2);
        }
    }

    private @Nullable String ofProgram(int type) {
        String known = classNames[type];
        if (known == null) {
            int name = u2(at[type] + 1);
            boolean jdk = startsWith(name, "java/")
                    || startsWith(name, "[")
                    || startsWith(name, "jdk/")
                    || startsWith(name, "sun/");
            known = jdk ? JDK : className(type);
            classNames[type] = known;
        }
        return known.isEmpty() ? null : known;
    }

    private String className(int type) {
        return utf8(u2(at[type] + 1)).replace('/', '.');
    }

    private int key(int name, int descriptor) {
        return (utf8(name) + utf8(descriptor)).hashCode();
    }

    private String utf8(int entry) {
        return new String(bytes, at[entry] + 3, u2(at[entry] + 1), StandardCharsets.UTF_8);
    }

    private boolean isUtf8(int entry, String text) {
        return u2(at[entry] + 1) == text.length() && startsWith(entry, text);
    }

    private boolean startsWith(int entry, String text) {
        if (u2(at[entry] + 1) < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at[entry] + 3 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int u2(int p) {
        return ((bytes[p] & 0xff) << 8) | (bytes[p + 1] & 0xff);
    }

    private int u4(int p) {
        return u2(p) << 16 | u2(p + 2);
    }

    private static byte[] lengths() {
        byte[] lengths = new byte[256];
        Arrays.fill(lengths, (byte) 1);
        set(lengths, 2, 0x10, 0x12, 0xa9, 0xbc);
        set(lengths, 3, 0x11, 0x13, 0x14, 0x84, 0xbb, 0xbd, 0xc0, 0xc1, 0xc6, 0xc7);
        for (int op = 0x15; op <= 0x19; op++) {
            lengths[op] = 2;
        }
        for (int op = 0x36; op <= 0x3a; op++) {
            lengths[op] = 2;
        }
        for (int op = 0x99; op <= 0xa8; op++) {
            lengths[op] = 3;
        }
        for (int op = 0xb2; op <= 0xb8; op++) {
            lengths[op] = 3;
        }
        set(lengths, 5, 0xb9, 0xba, 0xc8, 0xc9);
        set(lengths, 4, 0xc5);
        set(lengths, 0, TABLESWITCH, LOOKUPSWITCH, WIDE);
        return lengths;
    }

    private static void set(byte[] lengths, int length, int... opcodes) {
        for (int opcode : opcodes) {
            lengths[opcode] = (byte) length;
        }
    }

    /** Grows; offsets are kept where the lines will be. */
    private static final class Steps {

        String[] owners = new String[8];
        int[] calls = new int[8];
        int[] lines = new int[8];
        int count;

        /** Whether the code may touch a class of the program, or take a lock, or run code that does. */
        boolean doesMuch;

        void add(String owner, int call, int offset) {
            if (count == owners.length) {
                owners = Arrays.copyOf(owners, 2 * count);
                calls = Arrays.copyOf(calls, 2 * count);
                lines = Arrays.copyOf(lines, 2 * count);
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
