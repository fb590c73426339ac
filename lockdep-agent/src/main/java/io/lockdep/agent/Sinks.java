package io.lockdep.agent;

import io.lockdep.engine.Engine;
import io.lockdep.report.Grade;
import io.lockdep.report.KernelText;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who is told of findings: standard error, the files that are asked for. */
final class Sinks {

    private Sinks() {}

    /** {@return the folder of reports, null if there is none} */
    static @Nullable ReportFolder add(AgentOptions options) {
        Engine.addSink(new ConsoleSink());
        addFile(options.file(Option.REPORT_FILE));
        return addFolder(options);
    }

    private static void addFile(@Nullable Path file) {
        if (file != null) {
            try {
                Engine.addSink(ReportFile.ofLines(file));
            } catch (IOException e) {
                Console.line(
                        "report.file=" + file + " cannot be written (" + e
                                + "); findings go to standard error only. Name a file in a folder that exists and can be written");
            }
        }
    }

    private static @Nullable ReportFolder addFolder(AgentOptions options) {
        Path folder = options.file(Option.REPORT_DIR);
        if (folder == null) {
            return null;
        }
        try {
            ReportFolder opened = ReportFolder.open(folder, options.words(Option.FORMAT));
            Engine.addSink(opened);
            return opened;
        } catch (IOException e) {
            Console.line("report.dir=" + folder + " cannot be written (" + e
                    + "); nothing is written there. Name a folder that can be made and written");
            return null;
        }
    }

    private static final class ConsoleSink implements ReportSink {

        @Override
        public void accept(Report report) {
            if (report.grade() != Grade.LOW) {
                Console.print(KernelText.format(report));
            }
        }
    }
}
