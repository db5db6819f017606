package drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.bench.parts.Statement;
import drawbridge.bench.parts.WireTap;

import org.junit.jupiter.api.Test;

import java.util.List;

class CountedTest {

    private static final Statement CLAIM =
            new Statement("select 1 from lane\n  for update SKIP LOCKED", 10, 25);
    private static final Statement OTHER = new Statement("commit", 390, 5);

    @Test
    void tellsStatementsTripsAndBytesForAThousandChanges() {
        Counted counted =
                new Counted(
                        "somebody",
                        500,
                        List.of(CLAIM, OTHER),
                        new WireTap.Passed(100, 300_000, 700_000));

        assertThat(counted.statementsPer1000()).isEqualTo(800);
        assertThat(counted.tripsPer1000()).isEqualTo(200);
        assertThat(counted.claimsPer1000()).isEqualTo(20);
        assertThat(counted.bytesPerChange()).isEqualTo(2_000);
    }

    @Test
    void knowsAClaimByItsPassingOverLockedRows() {
        assertThat(Counted.claimMillis(List.of(CLAIM, OTHER))).isEqualTo(2.5);
        assertThat(Counted.claimMillis(List.of(OTHER))).isZero();
        assertThat(CLAIM.shortly(20)).isEqualTo("select 1 from lane …");
    }
}
