package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the code of one class says about initialisation: which classes each of its methods touches in a way that
 * initialises them ({@code new}, static fields and methods), and whose code it calls.
 *
 * <p>Immutable, and text and numbers only, so that no class and no loader is kept alive.
 */
public final class ClassCode {

    /** Key of the routine that initialises the class. */
    public static final int INITIALISER = "<clinit>()V".hashCode();

    /** Key of the routine that stands for all instance methods together, which are looked at but not followed. */
    public static final int INSTANCE_METHODS = 0;

    final String name;
    final @Nullable String parent;
    final @Nullable String file;
    final Routine[] routines;

    /**
     * The code of a class.
     *
     * @param name its binary name
     * @param parent that of its superclass, null if that is not one of the program
     * @param file its source file, if known
     * @param routines those of its methods that touch or call anything
     */
    public ClassCode(String name, @Nullable String parent, @Nullable String file, Routine[] routines) {
        this.name = name;
        this.parent = parent;
        this.file = file;
        this.routines = routines.clone();
    }

    /** {@return the same without what is of no use once the classes that it names are known} */
    ClassCode followable() {
        Routine[] kept = new Routine[routines.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = routines[i].key == INSTANCE_METHODS ? Routine.NONE : routines[i].withoutNames();
        }
        return new ClassCode(name, parent, file, kept);
    }

    @Nullable
    Routine routine(int key) {
        for (Routine each : routines) {
            if (each.key == key) {
                return each;
            }
        }
        return null;
    }

    StackTraceElement frame(String method, int line) {
        return new StackTraceElement(name, method, file, line);
    }

    /** A method: its steps in the order of the code. */
    public static final class Routine {

        private static final String[] NO_NAMES = {};
        static final Routine NONE = new Routine("", INSTANCE_METHODS, NO_NAMES, new int[0], new int[0]);

        final String method;
        final int key;
        final String[] owners;
        final int[] calls;
        final int[] lines;

        /**
         * A method.
         *
         * @param method its name
         * @param key hash of name and descriptor
         * @param owners per step, the binary name of the class that is touched or called
         * @param calls per step, the key of the routine that is called, 0 if none is; a step that calls a constructor does
         *     not touch
         * @param lines per step, the line number, or -1
         */
        public Routine(String method, int key, String[] owners, int[] calls, int[] lines) {
            this.method = method;
            this.key = key;
            this.owners = owners.clone();
            this.calls = calls.clone();
            this.lines = lines.clone();
        }

        Routine withoutNames() {
            return new Routine(method, key, NO_NAMES, calls, lines);
        }
    }
}
