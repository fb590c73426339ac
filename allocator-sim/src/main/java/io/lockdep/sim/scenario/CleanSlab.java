package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.slab.KmemCache;
import io.lockdep.sim.slab.SlabObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Caches in the script of C0: of a module, and of a memory cgroup; somebody reads all their files and shrinks them. */
final class CleanSlab {

    private static final String CGROUPED = "fuse_request";
    private static final String MODULE = "nf_conntrack";
    private static final int OBJECT_SIZE = 320;
    private static final int OBJECTS = 100;

    private static final List<String> ATTRIBUTES = List.of(
            "object_size",
            "slab_size",
            "order",
            "min_partial",
            "cpu_partial",
            "total_objects",
            "objects",
            "slabs",
            "partial",
            "cpu_slabs");

    private final Stage stage;
    private final SimKernel kernel;
    private final CgroupLife life;
    private final Actor task;
    private final Actor module;
    private final Actor cat;
    private final Actor slabinfo;
    private final List<SlabObject> objects = new ArrayList<>();

    CleanSlab(Stage stage) {
        this.stage = stage;
        kernel = stage.kernel();
        life = new CgroupLife(kernel, CGROUPED);
        task = stage.actor("systemd", 0);
        module = stage.actor("insmod", CleanCpus.SECOND_CPU);
        cat = stage.actor("cat", 0);
        slabinfo = stage.actor("slabinfo", 0);
    }

    void createAndUse() {
        stage.turn("F", task, life::begin);
        stage.runPendingWorks("W");
        stage.turn("G", module, this::createCache);
        stage.turn("H", cat, this::readAll);
        stage.turn("I", slabinfo, this::shrink);
    }

    void destroy() {
        stage.turn("H", cat, this::readAll);
        stage.turn("I", slabinfo, this::shrink);
        stage.turn("F", task, life::end);
        stage.runPendingWorks("W");
        stage.turn("G", module, this::destroyCache);
        stage.turn("F", task, () -> "destroyed: " + kernel.slabCaches().kmemCacheDestroy(life.cache()));
    }

    private String createCache() {
        KmemCache cache =
                Objects.requireNonNull(kernel.slabCaches().kmemCacheCreate(MODULE, OBJECT_SIZE, false), MODULE);
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(Objects.requireNonNull(kernel.slub().kmemCacheAlloc(cache, Gfp.KERNEL), MODULE));
        }
        return "cache " + MODULE + ": " + cache.nrSlabs() + " slabs";
    }

    private String destroyCache() {
        KmemCache cache = objects.get(0).cache();
        objects.forEach(kernel.slub()::kmemCacheFree);
        return "destroyed: " + kernel.slabCaches().kmemCacheDestroy(cache);
    }

    private String readAll() {
        int read = 0;
        for (String cache : List.of(CGROUPED, MODULE)) {
            for (String attribute : ATTRIBUTES) {
                if (open(cache, attribute).read() != null) {
                    read++;
                }
            }
        }
        return read + " files read";
    }

    private String shrink() {
        open(CGROUPED, "shrink").write("1\n");
        open(MODULE, "shrink").write("1\n");
        return "caches: " + kernel.slabCaches().caches().size();
    }

    private OpenFile open(String cache, String attribute) {
        String path = "/kernel/slab/" + cache + "/" + attribute;
        return Objects.requireNonNull(kernel.sysfs().open(path), path);
    }
}
