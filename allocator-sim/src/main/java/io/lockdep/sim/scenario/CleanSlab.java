package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.script.Actor;
import java.util.List;
import java.util.Objects;

/** Caches in the script of C0: of a module, and of a memory cgroup; somebody reads all their files and shrinks them. */
final class CleanSlab {

    private static final String DIRECTORY = "/kernel/slab/";
    private static final String CGROUPED = "fuse_request";
    private static final String MODULE = "nf_conntrack";
    private static final int OBJECT_SIZE = 320;
    private static final int OBJECTS = 100;

    private final Stage stage;
    private final SimKernel kernel;
    private final CgroupLife life;
    private final ModuleCache conntrack;
    private final Actor task;
    private final Actor module;
    private final Actor cat;
    private final Actor slabinfo;

    CleanSlab(Stage stage) {
        this.stage = stage;
        kernel = stage.kernel();
        life = new CgroupLife(kernel, CGROUPED);
        conntrack = new ModuleCache(kernel, MODULE, OBJECT_SIZE);
        task = stage.actor("systemd", 0);
        module = stage.actor("insmod", CleanCpus.SECOND_CPU);
        cat = stage.actor("cat", 0);
        slabinfo = stage.actor("slabinfo", 0);
    }

    void createAndUse() {
        stage.turn("F", task, life::begin);
        stage.runPendingWorks("W");
        stage.turn("G", module, conntrack::load);
        stage.turn("G", module, () -> conntrack.allocate(OBJECTS));
        stage.turn("H", cat, this::readAll);
        stage.turn("I", slabinfo, this::shrink);
    }

    void destroy() {
        stage.turn("H", cat, this::readAll);
        stage.turn("I", slabinfo, this::shrink);
        stage.turn("F", task, life::end);
        stage.runPendingWorks("W");
        stage.turn("G", module, conntrack::unload);
        stage.turn("F", task, () -> "destroyed: " + kernel.slabCaches().kmemCacheDestroy(life.cache()));
    }

    private String readAll() {
        int read = 0;
        for (String cache : List.of(CGROUPED, MODULE)) {
            for (String name : kernel.sysfs().readdir(DIRECTORY + cache)) {
                OpenFile file = kernel.sysfs().open(DIRECTORY + cache + "/" + name);
                // The caches of cgroups are in a directory there.
                if (file != null && file.read() != null) {
                    read++;
                }
            }
        }
        return read + " files read";
    }

    private String shrink() {
        for (String cache : List.of(CGROUPED, MODULE)) {
            open(cache, "shrink").write("1\n");
            open(cache, "cpu_partial").write("1\n");
        }
        return "caches: " + kernel.slabCaches().caches().size();
    }

    private OpenFile open(String cache, String attribute) {
        String path = DIRECTORY + cache + "/" + attribute;
        return Objects.requireNonNull(kernel.sysfs().open(path), path);
    }
}
