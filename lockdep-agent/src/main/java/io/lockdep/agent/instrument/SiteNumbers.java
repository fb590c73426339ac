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
    private final ClassLoader loader;
    private final Map<String, Integer> madeHere = new HashMap<>(2);
    private final Map<Integer, Integer> takenHere = new HashMap<>(2);
    private int line = -1;

    SiteNumbers(String ownerInternalName, String method, @Nullable String file, ClassLoader loader) {
        this.owner = ownerInternalName.replace('/', '.');
        this.method = method;
        this.file = file;
        this.loader = loader;
    }

    void line(int number) {
        line = number;
    }

    /** {@return the number of the next place in the current line that takes a lock} */
    int taking() {
        int nth = takenHere.merge(line, 1, Integer::sum);
        return Sites.number(new Site(owner, method, file, line, null), nth, loader);
    }

    /** {@return the number of the current line, as a place that hands over work: {@code task} or {@code thread}} */
    int handingOver(String work) {
        return making(work);
    }

    /** {@return the number of the current line, as a place that makes a lock kept in a field} */
    int making(String fieldOwner, String field) {
        return Sites.number(new Site(owner, method, file, line, fieldOwner.replace('/', '.') + "." + field), 1, loader);
    }

    /** {@return the number of the current line, as a place that makes a lock of a type; a second one gets a number} */
    int making(String type) {
        String simple = type.substring(type.lastIndexOf('/') + 1);
        String place = simple + "@" + owner + "." + method + ":" + line;
        int nth = madeHere.merge(place, 1, Integer::sum);
        return Sites.number(new Site(owner, method, file, line, nth == 1 ? place : place + "#" + nth), 1, loader);
    }
}
