package io.lockdep.throwaway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A class loader with a {@link Plugin0000} of its own, under any number. */
public final class ThrowAwayLoader extends ClassLoader {

    private static final String TEMPLATE = "Plugin0000";

    public ThrowAwayLoader() {
        super(ThrowAwayLoader.class.getClassLoader());
    }

    /** Makes the plugin of a number, which is in its name and in the names of its locks. */
    public Runnable plugin(int number) {
        String name = "Plugin%04d".formatted(number);
        byte[] bytes = template();
        byte[] from = TEMPLATE.getBytes(StandardCharsets.US_ASCII);
        byte[] to = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + from.length <= bytes.length; i++) {
            if (startsWith(bytes, i, from)) {
                System.arraycopy(to, 0, bytes, i, to.length);
            }
        }
        try {
            return (Runnable)
                    defineClass(null, bytes, 0, bytes.length).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] template() {
        try (InputStream in = ThrowAwayLoader.class.getResourceAsStream(TEMPLATE + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
