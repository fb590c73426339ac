package io.lockdep.engine;

import java.util.ArrayList;
import java.util.List;

/** Which threads have units of a supply, told from their held stacks, by another thread and while they go on. */
final class Users {

    private Users() {}

    /**
     * Who could free a unit of a supply.
     *
     * @param supply the supply
     * @return its users, any of whom could; unknown if they do not account for all units
     */
    static Enders of(UnitLock supply) {
        List<Thread> users = new ArrayList<>();
        long units = 0;
        for (HeldLocks each : ThreadTable.all()) {
            Thread thread = each.thread();
            long held = each.waitingFor() == supply ? 0 : unitsHeld(each, supply);
            if (thread != null && held > 0 && each.isOwnerAlive()) {
                users.add(thread);
                units += held;
            }
        }
        return units >= supply.units() ? Enders.any(users) : Enders.unknown();
    }

    private static long unitsHeld(HeldLocks by, UnitLock supply) {
        for (HeldLock slot : by.slots()) {
            if (slot != null && slot.lock == supply) {
                return slot.again + 1;
            }
        }
        return 0;
    }
}
