package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a method's code that are protected by handlers, less the calls behind {@code monitorexit}: these do not
 * belong to a range whose handler exits the same monitor.
 *
 * <p>Such a handler begins with {@code [astore x] aload monitor; monitorexit}. javac, ecj, Kotlin and Scala end its range
 * right after the {@code monitorexit}, Groovy one {@code goto} later. Of a handler that begins in another way it is not
 * known which monitor it exits, if any: its range loses the call only where it ends right after it. Ranges of monitors
 * that are still held keep it. The ranges are written at the end of the method, when all handlers have been seen.
 */
final class ProtectedRanges {

    private static final int UNKNOWN = -1;

    private final List<Range> ranges = new ArrayList<>(4);
    private final List<Call> calls = new ArrayList<>(4);
    private final IdentityHashMap<Label, Integer> positions = new IdentityHashMap<>();
    private final IdentityHashMap<Label, Integer> exitedBy = new IdentityHashMap<>();
    private final List<Label> handlers = new ArrayList<>(1);
    private int position;
    private int loaded = UNKNOWN;
    private int loadedBefore = UNKNOWN;
    private int exited = UNKNOWN;
    private boolean beginsHandler;

    private record Range(
            Label start, Label end, Label handler, @Nullable String type) {}

    // The call is at the position, between two labels; the variable had the monitor.
    private record Call(int position, Label before, Label after, int variable) {}

    void add(Label start, Label end, Label handler, @Nullable String type) {
        ranges.add(new Range(start, end, handler, type));
        exitedBy.put(handler, UNKNOWN);
    }

    /** A label stands here. */
    void reached(Label label) {
        positions.put(label, position);
        loaded = UNKNOWN;
        if (exitedBy.containsKey(label)) {
            handlers.add(label);
            beginsHandler = true;
        }
    }

    /** An instruction follows. */
    void next() {
        position++;
        loadedBefore = loaded;
        loaded = UNKNOWN;
        if (!beginsHandler) {
            handlers.clear();
        }
        beginsHandler = false;
    }

    /** It was a load or store of a variable. */
    void variable(int opcode, int index) {
        if (opcode == Opcodes.ALOAD) {
            loaded = index;
        }
        beginsHandler = true;
    }

    /** It was one without operands in the code. */
    void instruction(int opcode) {
        if (opcode == Opcodes.MONITOREXIT) {
            exited = loadedBefore;
            for (Label handler : handlers) {
                exitedBy.put(handler, exited);
            }
        }
    }

    /** A call was written behind the last {@code monitorexit}. */
    void exited(Label before, Label after) {
        calls.add(new Call(position++, before, after, exited));
    }

    /** Writes the ranges in the order they were added in, which is the order that handlers are looked for in. */
    void writeTo(MethodVisitor to) {
        for (Range range : ranges) {
            Label from = range.start;
            int at = positions.getOrDefault(range.start, 0);
            int end = positions.getOrDefault(range.end, 0);
            int exitedByHandler = exitedBy.getOrDefault(range.handler, UNKNOWN);
            for (Call call : calls) {
                boolean within = call.position >= at && call.position < end;
                boolean last = call.position == end - 1;
                boolean unknown = exitedByHandler == UNKNOWN || call.variable == UNKNOWN;
                if (within && (unknown ? last : exitedByHandler == call.variable)) {
                    to.visitTryCatchBlock(from, call.before, range.handler, range.type);
                    from = call.after;
                    at = call.position + 1;
                }
            }
            if (at < end) {
                to.visitTryCatchBlock(from, range.end, range.handler, range.type);
            }
        }
    }
}
