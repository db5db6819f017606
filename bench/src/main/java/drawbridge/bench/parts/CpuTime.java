package drawbridge.bench.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// CPU time by Linux's books: `/proc/PID/stat`, which counts hundredths of a second (`man 5
/// proc_pid_stat`, fields 14 to 17; `USER_HZ` is 100 on all architectures that we know).
public final class CpuTime {

    private static final long TICK_MICROS = 10_000;
    private static final Pattern SPACE = Pattern.compile(" ");

    private CpuTime() {}

    /// Microseconds of a process alone, in user and in kernel mode.
    public static long of(long pid) {
        long[] ticks = ticks(pid);
        return (ticks[0] + ticks[1]) * TICK_MICROS;
    }

    /// Microseconds of a process, of its children, and of those of its children that have ended.
    public static long ofFamily(long pid) {
        long[] own = ticks(pid);
        long sum = own[0] + own[1] + own[2] + own[3];
        for (long child : children(pid)) {
            long[] ticks = ticks(child);
            sum += ticks[0] + ticks[1] + ticks[2] + ticks[3];
        }
        return sum * TICK_MICROS;
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
    }

    /// utime, stime, cutime, cstime; zeros for a process that is gone.
    private static long[] ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name, in brackets, may hold anything.
            String[] fields = SPACE.split(stat.substring(stat.lastIndexOf(')') + 2), -1);
            long[] ticks = new long[4];
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = Long.parseLong(fields[11 + i]);
            }
            return ticks;
        } catch (NoSuchFileException gone) {
            return new long[4];
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
