package io.lockdep.agent.instrument;

import io.lockdep.engine.Site;
import io.lockdep.engine.Sites;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers the places of one method. The numbers are in use as long as the class loader lives. */
final class SiteNumbers {

    private final String owner;
    private final String method;
    private final @Nullable String file;
    private final @Nullable ClassLoader loader;
    private final Map<String, Integer> madeHere = new HashMap<>(2);
    private final Map<Integer, Integer> takenHere = new HashMap<>(2);
    private int line = -1;
    private @Nullable String from;
    private @Nullable String into;
    private boolean keeps;

    SiteNumbers(String ownerInternalName, String method, @Nullable String file, @Nullable ClassLoader loader) {
        this.owner = ownerInternalName.replace('/', '.');
        this.method = method;
        this.file = file;
        this.loader = loader;
    }

    void line(int number) {
        line = number;
    }

    /** The lock of the next instruction has this role, null if that is not known. */
    void comesFrom(@Nullable String role) {
        from = role;
    }

    /** The next instruction stores into an array of this role, null if that is not known. */
    void goesInto(@Nullable String role) {
        into = role;
    }

    /** Whether the next instruction may store a lock that has been made elsewhere. */
    void keeps(boolean mayBeLock) {
        keeps = mayBeLock;
    }

    /** {@return what {@link #keeps} has said} */
    boolean isKept() {
        return keeps;
    }

    /** {@return the number of the next place in the current line that takes a lock} */
    int taking() {
        int nth = takenHere.merge(line, 1, Integer::sum);
        return Sites.number(new Site(owner, method, file, line, from), nth, loader);
    }

    /** {@return the number of the current line, as a place that hands over work: {@code task} or {@code thread}} */
    int handingOver(String work) {
        return numbered(work);
    }

    /** {@return the number of the current line, as a place that makes a lock kept in a field} */
    int keeping(String role) {
        return Sites.number(new Site(owner, method, file, line, role), 1, loader);
    }

    /** {@return the number of the current line, as a place that makes a lock of a type; a second one gets a number} */
    int making(String type) {
        return into != null ? keeping(into) : numbered(type.substring(type.lastIndexOf('/') + 1));
    }

    private int numbered(String simple) {
        String place = simple + "@" + owner + "." + method + ":" + line;
        int nth = madeHere.merge(place, 1, Integer::sum);
        return Sites.number(new Site(owner, method, file, line, nth == 1 ? place : place + "#" + nth), 1, loader);
    }
}
