package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a class file's bytes says about the locks of its methods, without parsing it.
 *
 * <p>Most classes have nothing to instrument and are rejected here; parsing them would cost hundreds of times as much. The
 * look may find too much, never too little.
 *
 * <p>Source: Java Virtual Machine Specification, chapter 4.
 */
final class ClassFacts {

    private final MethodFacts[] methods;
    private final boolean hasWork;
    private final boolean wantsJava5;

    private ClassFacts(MethodFacts[] methods, boolean hasWork, boolean wantsJava5) {
        this.methods = methods;
        this.hasWork = hasWork;
        this.wantsJava5 = wantsJava5;
    }

    /**
     * Looks at a class file.
     *
     * @return the facts, or null if there is nothing to instrument
     */
    static @Nullable ClassFacts of(byte[] bytes) {
        return of(new CodeScan(new Constants(bytes)));
    }

    /**
     * Looks at a class file.
     *
     * @param scan looks at the code of its methods
     * @return the facts, or null if there is nothing to instrument
     */
    static @Nullable ClassFacts of(CodeScan scan) {
        ClassFacts facts = new Look(scan).members();
        return facts.hasWork ? facts : null;
    }

    /** {@return what is known of the n-th method} */
    MethodFacts method(int n) {
        return methods[n];
    }

    /** {@return how many methods the class has} */
    int methodCount() {
        return methods.length;
    }

    /**
     * {@return whether a class file older than Java 5 has to say that it is of Java 5, the first that can name its class
     * object, the lock of its static synchronized methods, and means the same then}
     */
    boolean wantsJava5() {
        return wantsJava5;
    }

    /**
     * What the bytes of a method say.
     *
     * @param maxStack most values on its stack
     * @param maxLocals number of local variables
     * @param size of its code, in bytes
     * @param guarded whether the method is synchronized and has code
     * @param mayLockMonitors whether there may be a synchronized block
     * @param mayUseLocks whether it may make a lock, keep one, call one or be a method of one
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

    /** One pass over the members of a class. */
    private static final class Look {

        private static final int GUARDED = 128;

        private final Constants constants;
        private final CodeScan scan;
        private int[] found = {};
        private int[] code = {};
        private int all;
        private boolean guardsClass;
        private boolean isOlderThanItsFlags;

        Look(CodeScan scan) {
            this.constants = scan.constants();
            this.scan = scan;
        }

        ClassFacts members() {
            int p = constants.methods();
            int count = constants.u2(p);
            p += 2;
            found = new int[count];
            code = new int[count];
            for (int n = 0; n < count; n++) {
                p = method(n, p);
            }
            // What a method makes, another one may keep.
            int telling = (all & CodeScan.MAKES) != 0 ? CodeScan.USES | CodeScan.STORES : CodeScan.USES;
            boolean works = (all & (telling | CodeScan.LOCKS_MONITORS | GUARDED)) != 0;
            MethodFacts[] facts = new MethodFacts[works ? count : 0];
            for (int n = 0; n < facts.length; n++) {
                facts[n] = facts(n, telling);
            }
            return new ClassFacts(facts, works, guardsClass && !readsNewer());
        }

        private int method(int n, int from) {
            int access = constants.u2(from);
            int attributes = constants.u2(from + 6);
            boolean isSynchronized = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
            isOlderThanItsFlags |= (access & Opcodes.ACC_ABSTRACT) != 0
                    && (access & (Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT)) != 0;
            int p = from + 8;
            for (int i = 0; i < attributes; i++) {
                if ((constants.meaning(constants.u2(p)) & TellingNames.CODE) != 0) {
                    code[n] = p;
                    int what = scan.of(p + 14, p + 14 + constants.u4(p + 10));
                    // The JVM ignores the flag of a static initialiser.
                    if (isSynchronized && !constants.is(constants.u2(from + 2), "<clinit>")) {
                        what |= GUARDED;
                        guardsClass |= (access & Opcodes.ACC_STATIC) != 0;
                    }
                    what |= ofLock(constants.u2(from + 2), constants.u2(from + 4));
                    found[n] = what;
                    all |= what;
                }
                p += 6 + constants.u4(p + 2);
            }
            return p;
        }

        private int ofLock(int name, int descriptor) {
            boolean may = (constants.meaning(name) & TellingNames.METHOD) != 0
                    && ProgramClass.isOfLock(constants.text(name), constants.text(descriptor));
            return may ? CodeScan.USES : 0;
        }

        private MethodFacts facts(int n, int telling) {
            int what = found[n];
            int p = code[n];
            return p == 0
                    ? MethodFacts.NOTHING
                    : new MethodFacts(
                            constants.u2(p + 6),
                            constants.u2(p + 8),
                            constants.u4(p + 10),
                            (what & GUARDED) != 0,
                            (what & CodeScan.LOCKS_MONITORS) != 0,
                            (what & telling) != 0);
        }

        // Attributes and flags that Java 5 brought, or forbade, are not looked at in older class files.
        private boolean readsNewer() {
            boolean newer = isOlderThanItsFlags;
            for (int i = 1; i < constants.count(); i++) {
                newer |= constants.isText(i)
                        && (constants.is(i, "Signature")
                                || constants.is(i, "EnclosingMethod")
                                || constants.endsWith(i, "Annotations"));
            }
            return newer;
        }
    }
}
