package io.lockdep.locks;

import io.lockdep.Finding;

/** The policies that need no state of their own. */
enum Policies implements Policy {
    LOG {
        @Override
        public void violated(Finding finding) {
            // The sinks have heard of it.
        }
    },

    THROW {
        @Override
        public void violated(Finding finding) {
            if (!finding.grade().equals("low")) {
                throw new PotentialDeadlockException(finding);
            }
        }
    },

    DISABLED {
        @Override
        public void violated(Finding finding) {
            // No lock has this policy.
        }
    }
}
