package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.KernfsNode;
import io.lockdep.sim.slab.KmemCache;
import java.util.ArrayList;
import java.util.List;

/**
 * I4: slabs say the same as those who have the objects, and of a destroyed cache nothing is left, neither slabs nor
 * files.
 */
final class SlabObjectsCounted implements Invariant {

    @Override
    public String title() {
        return "I4 slab objects in use were handed out";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        List<String> violations = new ArrayList<>();
        kernel.slabCaches().caches().forEach(cache -> compare(cache, violations));
        for (KmemCache cache : kernel.slabCaches().destroyed()) {
            compare(cache, violations);
            if (cache.nrSlabs() != 0) {
                violations.add(cache + " was destroyed but has " + cache.nrSlabs() + " slabs");
            }
            KernfsNode directory = cache.kobject();
            if (directory != null && !directory.isDrained()) {
                violations.add(cache + " was destroyed but is in sysfs");
            }
        }
        return violations;
    }

    private static void compare(KmemCache cache, List<String> violations) {
        if (cache.objectsInUse() != cache.handedOut()) {
            violations.add(cache + ": " + cache.objectsInUse() + " objects are in use but " + cache.handedOut()
                    + " were handed out");
        }
    }
}
