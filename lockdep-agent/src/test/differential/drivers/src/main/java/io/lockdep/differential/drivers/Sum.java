package io.lockdep.differential.drivers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The digest of much output, in few characters. */
final class Sum {

    private final MessageDigest digest;

    Sum() throws Exception {
        digest = MessageDigest.getInstance("SHA-256");
    }

    Sum add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    Sum add(Object text) {
        return add((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the digest of all so far, and begins anew. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
