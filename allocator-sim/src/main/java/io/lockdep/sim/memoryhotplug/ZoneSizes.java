package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.memory.PcpBatchHigh;
import io.lockdep.sim.memory.Watermarks;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.memory.ZoneType;
import java.util.List;

/**
 * What depends on how many pages a zone has: watermarks, the sizes of per-CPU lists and the zonelists; the end of
 * {@code online_pages} and {@code offline_pages} of mm/memory_hotplug.c.
 */
final class ZoneSizes {

    private final List<Zone> zones;
    private final PcpBatchHigh pcp;
    private final Zonelists zonelists;

    ZoneSizes(List<Zone> zones, PcpBatchHigh pcp, Zonelists zonelists) {
        this.zones = List.copyOf(zones);
        this.pcp = pcp;
        this.zonelists = zonelists;
    }

    /** A zone has got more or fewer pages; {@code populated} is whether it had any before. */
    void changed(Zone zone, boolean populated) {
        if (populated == zone.presentPages() > 0) {
            pcp.zonePcpUpdate(zone);
        } else {
            zone.setupPageset();
            zonelists.buildAllZonelists();
        }
        initPerZoneWmarkMin();
    }

    private void initPerZoneWmarkMin() {
        int all = 0;
        int kernel = 0;
        for (Zone zone : zones) {
            all += zone.presentPages();
            if (zone.type() == ZoneType.NORMAL) {
                kernel += zone.presentPages();
            }
        }
        for (Zone zone : zones) {
            zone.setWatermarks(Watermarks.of(zone.presentPages(), kernel, all));
        }
    }
}
