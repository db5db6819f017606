package drawbridge.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class CpuTimeTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsWhatThisProcessUsedAndItsFamilyNotLess() {
        long own = CpuTime.of(ProcessHandle.current().pid());

        assertThat(own).isPositive();
        assertThat(CpuTime.ofFamily(ProcessHandle.current().pid())).isGreaterThanOrEqualTo(own);
    }

    @Test
    void aProcessThatIsGoneUsesNothing() {
        assertThat(CpuTime.of(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void findsTheFullestHeapOfALog(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("gc.log");
        Files.writeString(
                file,
                """
                [0.005s][info][gc] Using G1
                [1.234s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->9M(376M) 4.1ms
                [2.345s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 223M->31M(376M) 4.1ms
                [2.400s][info][gc] GC(2) Concurrent Mark Cycle 12.3ms
                [3.456s][info][gc] GC(3) Pause Remark 60M->40M(376M) 2.0ms
                """);

        assertThat(new HeapLog(file).peak()).isEqualTo(new HeapLog.Peak(223, 40));
        assertThat(new HeapLog(folder.resolve("none")).peak()).isEqualTo(new HeapLog.Peak(0, 0));
    }
}
