package io.lockdep.agent.instrument;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a class file's bytes says about its locks, without parsing its code.
 *
 * <p>93 % of classes have nothing to instrument and are rejected here in microseconds; parsing them would cost hundreds
 * of times as much. The look may find too much (an operand that equals an opcode), never too little.
 *
 * <p>Source: Java Virtual Machine Specification, chapter 4.
 */
final class ClassFacts {

    private static final int MONITOR_ENTER = 0xc2;
    private static final char NEW = 0xbb;
    private static final int ACC_SYNCHRONIZED = 0x20;
    private static final int ACC_STATIC = 0x8;
    private static final int ACC_NATIVE = 0x100;
    private static final int ACC_ABSTRACT = 0x400;
    private static final int ACC_STRICT = 0x800;
    private static final String JAVA = "java/";

    private final byte[] bytes;
    private final int[] at;
    private int position;
    private boolean usesLocks;
    private final List<String> makes = new ArrayList<>(1);
    private boolean hasWork;
    private boolean guardsClass;
    private boolean readsNewer;
    private final List<MethodFacts> methods = new ArrayList<>();

    private ClassFacts(byte[] bytes) {
        this.bytes = bytes;
        this.at = new int[u2(8)];
    }

    /**
     * Looks at a class file.
     *
     * @return the facts, or null if there is nothing to instrument
     */
    static @Nullable ClassFacts of(byte[] bytes) {
        ClassFacts facts = new ClassFacts(bytes);
        facts.readConstants();
        facts.readMembers();
        return facts.hasWork ? facts : null;
    }

    /** {@return what is known of the n-th method} */
    MethodFacts method(int n) {
        return methods.get(n);
    }

    /** {@return how many methods the class has} */
    int methodCount() {
        return methods.size();
    }

    /**
     * {@return whether a class file older than Java 5 has to say that it is of Java 5, the first that can name its class
     * object, the lock of its static synchronized methods, and means the same then}
     */
    boolean wantsJava5() {
        return guardsClass && !readsNewer;
    }

    /**
     * What the bytes of a method say.
     *
     * @param maxStack most values on its stack
     * @param maxLocals number of local variables
     * @param size of its code, in bytes
     * @param guarded whether the method is synchronized and has code
     * @param mayLockMonitors whether there may be a synchronized block
     * @param mayUseLocks whether it may make a lock or call one
     */
    record MethodFacts(
            int maxStack, int maxLocals, int size, boolean guarded, boolean mayLockMonitors, boolean mayUseLocks) {

        static final MethodFacts NOTHING = new MethodFacts(0, 0, 0, false, false, false);

        boolean hasWork() {
            return guarded || mayLockMonitors || mayUseLocks;
        }

        /** {@return whether it does nothing} */
        boolean isTrivial() {
            return size <= 1;
        }
    }

    private void readConstants() {
        int p = 10;
        int count = at.length;
        int[] classes = new int[count];
        int classCount = 0;
        for (int i = 1; i < count; i++) {
            at[i] = p;
            switch (bytes[p]) {
                case 1 -> p += 3 + u2(p + 1);
                case 5, 6 -> {
                    p += 9;
                    i++;
                }
                case 7 -> {
                    classes[classCount++] = i;
                    p += 3;
                }
                case 8, 16, 19, 20 -> p += 3;
                case 15 -> p += 4;
                default -> p += 5;
            }
        }
        position = p;
        String constants = new String(bytes, 10, p - 10, StandardCharsets.ISO_8859_1);
        usesLocks = LockTypeNames.mayStandIn(constants);
        // Attributes that Java 5 brought, which are not looked at in older class files.
        readsNewer = constants.contains("Signature")
                || constants.contains("Annotations")
                || constants.contains("EnclosingMethod");
        for (int i = 0; i < classCount; i++) {
            String type = jdkType(at[u2(at[classes[i]] + 1)]);
            if (MadeTypes.contains(type)) {
                makes.add(new String(new char[] {NEW, (char) (classes[i] >> 8), (char) (classes[i] & 0xff)}));
            }
            usesLocks |= MadeTypes.mayMake(type, constants);
        }
    }

    // Most names are not of the JDK, and of those most are short.
    private String jdkType(int entry) {
        int length = u2(entry + 1);
        boolean ofJdk = length > JAVA.length() && bytes[entry + 3 + JAVA.length() - 1] == '/';
        for (int i = 0; ofJdk && i < JAVA.length(); i++) {
            ofJdk = bytes[entry + 3 + i] == JAVA.charAt(i);
        }
        return ofJdk ? new String(bytes, entry + 3, length, StandardCharsets.ISO_8859_1) : "";
    }

    private void readMembers() {
        position += 6;
        position += 2 + 2 * u2(position);
        int fields = u2(position);
        position += 2;
        for (int i = 0; i < fields; i++) {
            skipAttributes(position + 6);
        }
        int methods = u2(position);
        position += 2;
        for (int i = 0; i < methods; i++) {
            readMethod();
        }
    }

    private void readMethod() {
        int access = u2(position);
        boolean isSynchronized = (access & ACC_SYNCHRONIZED) != 0;
        readsNewer |= (access & ACC_ABSTRACT) != 0 && (access & (ACC_SYNCHRONIZED | ACC_STRICT)) != 0;
        // The JVM ignores the flag of a static initialiser.
        boolean guarded = isSynchronized && (access & ACC_NATIVE) == 0 && !isUtf8(at[u2(position + 2)], "<clinit>");
        guardsClass |= guarded && (access & ACC_STATIC) != 0;
        int attributes = u2(position + 6);
        position += 8;
        MethodFacts facts = MethodFacts.NOTHING;
        for (int i = 0; i < attributes; i++) {
            if (isUtf8(at[u2(position)], "Code")) {
                facts = readCode(guarded);
                hasWork |= facts.hasWork();
            }
            position += 6 + u4(position + 2);
        }
        methods.add(facts);
    }

    // Searching a text is compiled long before this class is; a loop over the bytes would run interpreted.
    private MethodFacts readCode(boolean guarded) {
        int size = u4(position + 10);
        String code = new String(bytes, position + 14, size, StandardCharsets.ISO_8859_1);
        boolean locks = code.indexOf(MONITOR_ENTER) >= 0;
        boolean usesOrMakes = usesLocks || makesOne(code);
        return new MethodFacts(u2(position + 6), u2(position + 8), size, guarded, locks, usesOrMakes);
    }

    // A class file may name a type more than once.
    private boolean makesOne(String code) {
        for (String each : makes) {
            if (code.contains(each)) {
                return true;
            }
        }
        return false;
    }

    private void skipAttributes(int from) {
        int attributes = u2(from);
        position = from + 2;
        for (int i = 0; i < attributes; i++) {
            position += 6 + u4(position + 2);
        }
    }

    private boolean isUtf8(int entry, String text) {
        if (u2(entry + 1) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[entry + 3 + i] != text.charAt(i)) {
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
}
