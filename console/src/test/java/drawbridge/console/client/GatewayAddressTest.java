package drawbridge.console.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Random;

class GatewayAddressTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    127.0.0.1:7080,              http://127.0.0.1:7080
                    ' gateway.example.com ',     http://gateway.example.com
                    HTTPS://gateway.example.com, https://gateway.example.com
                    http://localhost:1/ops/v1/,  http://localhost:1
                    """)
    void readsWhatPeopleType(String typed, String read) {
        assertThat(GatewayAddress.parse(typed)).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',                          Type the address
                    ftp://gateway.example.com,   begins with http://
                    http://user:pw@example.com,  Leave the credentials out
                    http://,                     no address
                    not an address,              no address
                    """)
    void saysWhatIsWrongWithTheRest(String typed, String part) {
        assertThatThrownBy(() -> GatewayAddress.parse(typed))
                .isInstanceOf(BadAddress.class)
                .hasMessageContaining(part);
    }

    @Test
    void aTokenNeverShowsItself() {
        assertThat(new Token("s3cret")).asString().doesNotContain("s3cret");
    }

    @Test
    void theBackoffGrowsToItsLimitAndIsNeverTheSameForAll() {
        var backoff = Backoff.forFeeds(new Random(7));

        assertThat(backoff.before(1)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(backoff.before(50)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(backoff.before(50)).isNotEqualTo(backoff.before(50));
    }
}
