package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.KernfsNode;
import java.util.ArrayList;
import java.util.List;

/**
 * I6: at rest every node of sysfs is active and unused; what was removed is not in the tree any more. An active count
 * below zero that is not the bias of a removal would mean that somebody put what he had not got.
 */
final class KernfsUnused implements Invariant {

    @Override
    public String title() {
        return "I6 nobody uses a node of sysfs, removed ones are gone";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        List<String> violations = new ArrayList<>();
        for (KernfsNode node : kernel.sysfs().nodes()) {
            if (!node.isActive()) {
                violations.add(node.path() + " is deactivated but still there");
            }
            if (node.users() != 0) {
                violations.add(node.path() + " has " + node.users() + " active references");
            }
        }
        return violations;
    }
}
