package io.lockdep.agent.instrument;

import io.lockdep.engine.Site;
import io.lockdep.engine.Sites;
import org.jspecify.annotations.Nullable;

/** Numbers the places of one method. */
final class SiteNumbers {

    private final String owner;
    private final String method;
    private final @Nullable String file;
    private int line = -1;

    SiteNumbers(String ownerInternalName, String method, @Nullable String file) {
        this.owner = ownerInternalName.replace('/', '.');
        this.method = method;
        this.file = file;
    }

    void line(int number) {
        line = number;
    }

    /** {@return the number of the current line, as a place that takes a lock} */
    int taking() {
        return Sites.number(new Site(owner, method, file, line, null));
    }

    /** {@return the number of the current line, as a place that makes a lock kept in a field} */
    int making(String fieldOwner, String field) {
        return Sites.number(new Site(owner, method, file, line, fieldOwner.replace('/', '.') + "." + field));
    }

    /** {@return the number of the current line, as a place that makes a lock of a type} */
    int making(String type) {
        String simple = type.substring(type.lastIndexOf('/') + 1);
        return Sites.number(new Site(owner, method, file, line, simple + "@" + owner + "." + method + ":" + line));
    }
}
