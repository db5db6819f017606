package drawbridge.console.importing;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintWriter;

/// Shows how far a file has come.
interface Progress extends AutoCloseable {

    /// @param line of the file that was reached
    void at(long line, long rows, long refused);

    @Override
    void close();

    /// A bar on a terminal.
    static Progress bar(String name, long lines) {
        ProgressBar bar =
                new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(lines)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUnit(" lines", 1)
                        .build();
        return new Progress() {
            @Override
            public void at(long line, long rows, long refused) {
                ProgressBar _ = bar.stepTo(line);
                ProgressBar _ = bar.setExtraMessage(refused == 0 ? "" : refused + " refused");
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /// A line now and then, for logs.
    static Progress lines(PrintWriter err, long every) {
        return new Progress() {
            private long told;

            @Override
            public void at(long line, long rows, long refused) {
                if (rows - told >= every) {
                    told = rows;
                    err.printf("%,d rows (line %,d), %,d refused%n", rows, line, refused);
                    err.flush();
                }
            }

            @Override
            public void close() {
                err.flush();
            }
        };
    }
}
