package io.lockdep.engine;

import java.util.Arrays;
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

    private static final String[] NO_CLASSES = {};

    final String name;
    final @Nullable String parent;
    final @Nullable String file;

    /** Binary names of the classes that the code names. */
    final String[] classes;

    /** What these names mean; none before that is known. */
    final ClassInit[] named;

    final Routine[] routines;

    /**
     * The code of a class.
     *
     * @param name its binary name
     * @param parent that of its superclass, null if that is not one of the program
     * @param file its source file, if known
     * @param classes the binary names of the classes that it touches or whose code it calls
     * @param routines those of its methods that touch or call anything
     */
    public ClassCode(
            String name, @Nullable String parent, @Nullable String file, String[] classes, Routine[] routines) {
        this(name, parent, file, classes, routines, new ClassInit[0]);
    }

    private ClassCode(
            String name,
            @Nullable String parent,
            @Nullable String file,
            String[] classes,
            Routine[] routines,
            ClassInit[] named) {
        this.name = name;
        this.parent = parent;
        this.file = file;
        this.classes = classes.clone();
        this.routines = routines.clone();
        this.named = named;
    }

    /** {@return the same, to be followed: with the classes that it names, without what is of no use then} */
    ClassCode followable(ClassInit[] named) {
        int count = 0;
        Routine[] kept = new Routine[routines.length];
        for (Routine each : routines) {
            if (each.key != INSTANCE_METHODS) {
                kept[count++] = each;
            }
        }
        return new ClassCode(name, parent, file, NO_CLASSES, Arrays.copyOf(kept, count), named);
    }

    StackTraceElement frame(String method, int line) {
        return new StackTraceElement(name, method, file, line);
    }

    /** A method: its steps in the order of the code. */
    public static final class Routine {

        final String method;
        final int key;
        final int[] classes;
        final int[] calls;
        final int[] lines;

        /**
         * A method.
         *
         * @param method its name
         * @param key hash of name and descriptor
         * @param classes per step, the class that is touched or called, as an index into {@link ClassCode}'s classes
         * @param calls per step, the key of the routine that is called, 0 if none is; a step that calls a constructor does
         *     not touch
         * @param lines per step, the line number, or -1
         */
        public Routine(String method, int key, int[] classes, int[] calls, int[] lines) {
            this.method = method;
            this.key = key;
            this.classes = classes.clone();
            this.calls = calls.clone();
            this.lines = lines.clone();
        }
    }
}
