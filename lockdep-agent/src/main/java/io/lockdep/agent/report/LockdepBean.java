package io.lockdep.agent.report;

import io.lockdep.engine.Engine;
import io.lockdep.engine.Limit;
import io.lockdep.report.KernelText;
import io.lockdep.report.Report;
import io.lockdep.report.Silence;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** Answers what JMX asks. Only to be used where the module {@code java.management} is there. */
public final class LockdepBean implements LockdepMXBean {

    /** The name of the bean. */
    public static final String NAME = "io.lockdep:type=Lockdep";

    private LockdepBean() {}

    /** Makes the bean known. */
    public static void register() {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(new LockdepBean(), new ObjectName(NAME));
        } catch (JMException e) {
            throw new IllegalStateException("the bean " + NAME + " cannot be registered: " + e, e);
        }
    }

    @Override
    public int getFindingCount() {
        return Engine.reports().size();
    }

    @Override
    public long getSilencedCount() {
        long count = 0;
        for (Silence.Reason reason : Silence.Reason.values()) {
            count += Engine.silencedReports(reason);
        }
        return count;
    }

    @Override
    public int getLockClassCount() {
        return Engine.graph().classCount();
    }

    @Override
    public int getDependencyCount() {
        return Engine.graph().dependencyCount();
    }

    @Override
    public int getChainCount() {
        return Engine.chainCount();
    }

    @Override
    public long getInternalErrorCount() {
        return Engine.internalErrors();
    }

    @Override
    public List<String> getLimits() {
        return Limit.sentences();
    }

    @Override
    public List<String> getFindings() {
        List<String> lines = new ArrayList<>();
        for (Report report : Engine.reports()) {
            lines.add(report.grade().id() + " " + report.kind().id() + " " + report.message());
        }
        return lines;
    }

    @Override
    public List<String> getHeldLocks() {
        return Status.heldLocks();
    }

    @Override
    public String dump() {
        StringBuilder text = new StringBuilder();
        for (Report report : Engine.reports()) {
            text.append(KernelText.format(report));
        }
        return text.toString();
    }

    @Override
    public String dumpGraph() {
        return LockOrderDot.now();
    }

    @Override
    public void reset() {
        Engine.forget();
    }
}
