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
 * right after the {@code monitorexit}, Groovy one {@code goto} later, javac before 1.4.2 at the handler, past the exits of
 * outer monitors and the {@code return}: so the range is taken up again only behind the {@code goto} or {@code return}, if
 * nothing on the way to it can throw but calls of the engine. Of a handler that begins in another way it is not known
 * which monitor it exits, if any: its range loses the call if it lies within one of the monitor, or ends right after the
 * call. Ranges of monitors that are still held keep it. The ranges are written at the end of the method, when all handlers have been seen.
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
    private int open;
    private boolean quiet;

    private record Range(
            Label start, Label end, Label handler, @Nullable String type) {}

    /** At a position between two labels; the variable had the monitor. Ranges go on at the second label. */
    private static final class Call {

        final int position;
        final Label before;
        final int variable;
        Label resume;
        int resumed;

        Call(int position, Label before, Label after, int variable) {
            this.position = position;
            this.before = before;
            this.variable = variable;
            resume = after;
            resumed = position + 1;
        }
    }

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
        if (!quiet) {
            open = 0;
        }
        quiet = false;
    }

    /** It was a load or store of a variable. */
    void variable(int opcode, int index) {
        if (opcode == Opcodes.ALOAD) {
            loaded = index;
        }
        beginsHandler = true;
        quiet = true;
    }

    /** It was one without operands in the code. */
    void instruction(int opcode) {
        if (opcode == Opcodes.MONITOREXIT) {
            exited = loadedBefore;
            for (Label handler : handlers) {
                exitedBy.put(handler, exited);
            }
        }
        quiet = opcode <= Opcodes.DCONST_1
                || (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP)
                || opcode == Opcodes.MONITOREXIT;
    }

    /** It was one that cannot throw, or a call of the engine. */
    void quiet() {
        quiet = true;
    }

    /** {@return whether ranges can go on behind a goto or return that has been written} */
    boolean mayResume() {
        return open > 0;
    }

    /** They do, at a label that stands there. */
    void resume(Label label) {
        for (Call call : calls.subList(calls.size() - open, calls.size())) {
            call.resume = label;
            call.resumed = position;
        }
        open = 0;
    }

    /** A call was written behind the last {@code monitorexit}. */
    void exited(Label before, Label after) {
        calls.add(new Call(position++, before, after, exited));
        open++;
    }

    /** Writes the ranges in the order they were added in, which is the order that handlers are looked for in. */
    void writeTo(MethodVisitor to) {
        for (Range range : ranges) {
            Label from = range.start;
            int at = at(range.start);
            int end = at(range.end);
            for (Call call : calls) {
                if (call.position >= at && call.position < end && !mayCover(range, call)) {
                    to.visitTryCatchBlock(from, call.before, range.handler, range.type);
                    from = call.resume;
                    at = call.resumed;
                }
            }
            if (at < end) {
                to.visitTryCatchBlock(from, range.end, range.handler, range.type);
            }
        }
    }

    private boolean mayCover(Range range, Call call) {
        int variable = exitedBy(range);
        if (call.variable != UNKNOWN && (variable == call.variable || isInBlock(range, call))) {
            return false;
        }
        boolean unknown = variable == UNKNOWN || call.variable == UNKNOWN;
        return !unknown || call.position < at(range.end) - 1;
    }

    // Whether the handler, too, is run with the monitor held that the call is told of.
    private boolean isInBlock(Range range, Call call) {
        for (Range block : ranges) {
            if (exitedBy(block) == call.variable
                    && at(block.start) <= at(range.start)
                    && at(range.end) <= at(block.end)
                    && call.position < at(block.end)) {
                return true;
            }
        }
        return false;
    }

    private int exitedBy(Range range) {
        return exitedBy.getOrDefault(range.handler, UNKNOWN);
    }

    private int at(Label label) {
        return positions.getOrDefault(label, 0);
    }
}
