package io.lockdep.agent.instrument;

import java.util.Arrays;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Looks through the instructions of a class's methods for those that hooks belong to.
 *
 * <p>From instruction to instruction, so that an operand is never taken for an opcode. What a constant means is found out
 * once per class.
 */
final class CodeScan {

    /** There is a {@code monitorenter}. */
    static final int LOCKS_MONITORS = 1;

    /** A lock is made, taken, waited for or kept. */
    static final int USES = 2;

    /** A lock is made, or something with locks inside. */
    static final int MAKES = 4;

    /** A field is written. */
    static final int STORES = 8;

    // Of a constant: what it means is known, apart from its being read; it is read.
    private static final int KNOWN = 64;
    private static final int READ = 32;

    private static final byte[] WITHOUT_CALLS = CodeLengths.stoppingAt(
            Opcodes.MONITORENTER,
            Opcodes.NEW,
            Opcodes.GETSTATIC,
            Opcodes.PUTFIELD,
            Opcodes.PUTSTATIC,
            Opcodes.INVOKESTATIC);
    private static final byte[] WITH_CALLS =
            CodeLengths.alsoAt(WITHOUT_CALLS, Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKEINTERFACE);

    private final Constants constants;
    private final byte[] lengths;
    private final byte[] found;
    private int[] touched = new int[16];
    private int touchedCount;

    /** A look at the methods of one class. */
    CodeScan(Constants constants) {
        this.constants = constants;
        this.lengths = (constants.tell() & (TellingNames.METHOD | TellingNames.TASK)) != 0 ? WITH_CALLS : WITHOUT_CALLS;
        this.found = new byte[constants.count()];
    }

    /** {@return the constants of the class} */
    Constants constants() {
        return constants;
    }

    /** {@return how many constants are classes, or members of classes, that the methods touch, see JLS 12.4.1} */
    int touchedCount() {
        return touchedCount;
    }

    /** {@return the n-th of them} */
    int touched(int n) {
        return touched[n];
    }

    /**
     * Looks through a method.
     *
     * @param from where its code begins in the class file
     * @param end where it ends
     * @return what there is, bits of the above
     */
    int of(int from, int end) {
        byte[] bytes = constants.bytes;
        byte[] steps = lengths;
        int what = 0;
        int at = from;
        while (at < end) {
            int length = steps[bytes[at] & 0xff];
            if (length > 0) {
                at += length;
            } else if (length < 0) {
                // monitorenter is the only one without an operand.
                what |= length == -1 ? LOCKS_MONITORS : at(bytes, at);
                at -= length;
            } else {
                at += CodeLengths.variable(bytes, at, from);
            }
        }
        return what;
    }

    private int at(byte[] bytes, int at) {
        int operand = ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
        int opcode = bytes[at] & 0xff;
        int bit = opcode == Opcodes.GETSTATIC ? READ : KNOWN;
        int known = found[operand];
        if ((known & bit) == 0) {
            if (known == 0 && touches(opcode)) {
                touched = touchedCount == touched.length ? Arrays.copyOf(touched, 2 * touchedCount) : touched;
                touched[touchedCount++] = operand;
            }
            known |= bit | meaning(opcode, operand);
            found[operand] = (byte) known;
        }
        return opcode == Opcodes.GETSTATIC ? 0 : known & ~(KNOWN | READ);
    }

    private static boolean touches(int opcode) {
        return opcode == Opcodes.GETSTATIC
                || opcode == Opcodes.PUTSTATIC
                || opcode == Opcodes.NEW
                || opcode == Opcodes.INVOKESTATIC;
    }

    private int meaning(int opcode, int operand) {
        return switch (opcode) {
            case Opcodes.GETSTATIC -> 0;
            case Opcodes.NEW -> makes(constants.nameOfClass(operand));
            case Opcodes.PUTFIELD, Opcodes.PUTSTATIC -> STORES | keeps(constants.descriptorOf(operand));
            default -> calls(operand);
        };
    }

    private int makes(int type) {
        boolean ofJdk = constants.startsWith(type, "java/");
        boolean makes =
                ofJdk ? (constants.meaning(type) & TellingNames.MADE) != 0 : LockTypeNames.isMade(constants.text(type));
        return makes ? USES | MAKES : 0;
    }

    private int keeps(int type) {
        boolean keeps = (constants.meaning(type) & TellingNames.FIELD) != 0
                || (constants.endsWith(type, ";") && PoolCalls.mayKeep(constants.text(type)));
        return keeps ? USES : 0;
    }

    // Whatever the opcode: too much may be found, but not too little.
    private int calls(int method) {
        int name = constants.nameOf(method);
        int type = constants.nameOfClass(constants.ownerOf(method));
        if ((constants.meaning(name) & TellingNames.METHOD) == 0
                && (constants.meaning(type) & TellingNames.TASK) == 0) {
            return 0;
        }
        String owner = constants.text(type);
        String called = constants.text(name);
        String descriptor = constants.text(constants.descriptorOf(method));
        int makes = MadeTypes.madeBy(owner, called) != null ? MAKES : 0;
        return CallSiteHooks.concern(owner, called, descriptor) ? USES | makes : 0;
    }
}
