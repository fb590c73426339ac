package io.lockdep.engine;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the code of one class says about initialisation: which classes it touches in a way that initialises them ({@code
 * new}, static fields and methods), and whose code it calls.
 *
 * <p>Immutable, and text and numbers only, so that no class and no loader is kept alive. This is made for every class of
 * the program and looked at for few: so classes are named by {@link #hash hashes} of 64 bits, which cost no text and no
 * table.
 */
public final class ClassCode {

    /** Key of the routine that initialises the class. */
    public static final int INITIALISER = "<clinit>()V".hashCode();

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    final long id;
    final String name;
    final Supertypes supertypes;
    final @Nullable String file;
    final long[] touched;
    final Routine[] routines;

    /**
     * The code of a class. The arrays are not copied.
     *
     * @param id the hash of its name
     * @param name its binary name
     * @param supertypes what it extends and implements
     * @param file its source file, if known
     * @param touched the hashes of the classes that any of its methods touches
     * @param routines those of its static methods and constructors that touch or call anything
     */
    public ClassCode(
            long id, String name, Supertypes supertypes, @Nullable String file, long[] touched, Routine[] routines) {
        this.id = id;
        this.name = name;
        this.supertypes = supertypes;
        this.file = file;
        this.touched = touched;
        this.routines = routines;
    }

    /**
     * The hash of a class name (FNV-1a).
     *
     * @param bytes has the name, as a class file writes it
     * @param from where it begins
     * @param to where it ends
     */
    public static long hash(byte[] bytes, int from, int to) {
        long hash = FNV_OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    /** {@return the hash of a class name; of one with letters beyond the first 65,536, another one than its class file has} */
    static long hash(String binaryName) {
        byte[] bytes = binaryName.replace('.', '/').getBytes(StandardCharsets.UTF_8);
        return hash(bytes, 0, bytes.length);
    }

    /** {@return whether the class has to do with others: needs their initialisation, or touches them} */
    public boolean matters() {
        return supertypes.parent != 0 || supertypes.interfaces.length > 0 || touched.length > 0 || routines.length > 0;
    }

    StackTraceElement frame(String method, int line) {
        return new StackTraceElement(name, method, file, line);
    }

    /** What a class extends and implements, as far as it is of the program. */
    public static final class Supertypes {

        static final Supertypes OF_NOTHING = new Supertypes(0, new long[0], false, false);

        final long parent;
        final long[] interfaces;
        final boolean ofInterface;
        final boolean comesFirst;

        /**
         * Those of a class or an interface. The array is not copied.
         *
         * @param parent the hash of its superclass, 0 if that is not one of the program
         * @param interfaces the hashes of the interfaces that it names
         * @param ofInterface whether it is an interface
         * @param comesFirst whether it is one with an initialiser and with methods that have code, so that it is initialised
         *     before the classes that implement it
         */
        public Supertypes(long parent, long[] interfaces, boolean ofInterface, boolean comesFirst) {
            this.parent = parent;
            this.interfaces = interfaces;
            this.ofInterface = ofInterface;
            this.comesFirst = comesFirst;
        }
    }

    /** A static method or a constructor: its steps in the order of the code. */
    public static final class Routine {

        final String method;
        final int key;
        final long[] classes;
        final int[] calls;
        final int[] lines;

        /**
         * A method. The arrays are not copied.
         *
         * @param method its name
         * @param key hash of name and descriptor
         * @param classes per step, the hash of the class that is touched or called
         * @param calls per step, the key of the routine that is called, 0 if none is; a step that calls a constructor does
         *     not touch
         * @param lines per step, the line number, or -1
         */
        public Routine(String method, int key, long[] classes, int[] calls, int[] lines) {
            this.method = method;
            this.key = key;
            this.classes = classes;
            this.calls = calls;
            this.lines = lines;
        }
    }
}
