package io.lockdep.sim.kernel;

import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.Watermarks;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.memory.ZoneType;
import java.util.ArrayList;
import java.util.List;

/** The zones of a machine as boot makes them ({@code free_area_init}), in the order in which they are tried. */
final class BootZones {

    private BootZones() {}

    static List<Zone> zonelist(SimConfig config, Memmap memmap) {
        int normal = config.normalPages();
        int movable = config.movablePages();
        int present = movable - config.absentPages();
        int all = normal + present;
        List<Zone> zonelist = new ArrayList<>();
        if (movable > 0) {
            Watermarks marks = Watermarks.of(present, normal, all);
            zonelist.add(new Zone(ZoneType.MOVABLE, memmap, normal, movable, present, marks, config.possibleCpus()));
        }
        Watermarks marks = Watermarks.of(normal, normal, all);
        zonelist.add(new Zone(ZoneType.NORMAL, memmap, 0, normal, marks, config.possibleCpus()));
        return List.copyOf(zonelist);
    }
}
