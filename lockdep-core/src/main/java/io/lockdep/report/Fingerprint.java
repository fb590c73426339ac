package io.lockdep.report;

import java.util.List;

/**
 * The stable name of a finding: a hash of its kind, lock classes and modes, independent of where the ring was entered.
 *
 * <p>FNV-1a in 64 bits: no provider is loaded and no lock is taken, as a message digest would. Identity hashes, line
 * numbers of stacks and thread names stay out, so the same bug has the same fingerprint in every run. A lock that has no
 * name but the place where it was made carries that line in its class, so its findings change when the line does.
 */
public final class Fingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /**
     * Hashes a ring.
     *
     * @param kind the kind of finding
     * @param nodes one text per class and mode, in ring order from any start
     * @return 16 hexadecimal digits
     */
    public static String of(ReportKind kind, List<String> nodes) {
        int start = smallestRotation(nodes);
        long hash = mix(OFFSET, kind.id());
        for (int i = 0; i < nodes.size(); i++) {
            hash = mix(hash, nodes.get((start + i) % nodes.size()));
        }
        String digits = Long.toHexString(hash);
        return "0".repeat(16 - digits.length()) + digits;
    }

    private static int smallestRotation(List<String> nodes) {
        int best = 0;
        for (int candidate = 1; candidate < nodes.size(); candidate++) {
            if (compareRotations(nodes, candidate, best) < 0) {
                best = candidate;
            }
        }
        return best;
    }

    private static int compareRotations(List<String> nodes, int left, int right) {
        int size = nodes.size();
        for (int i = 0; i < size; i++) {
            int order = nodes.get((left + i) % size).compareTo(nodes.get((right + i) % size));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static long mix(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * PRIME;
        }
        return (mixed ^ '\n') * PRIME;
    }
}
