package drawbridge.trial;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;
import drawbridge.tenant.SecretSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Objects;

class MasksTest {

    private static final Masks MASKS =
            new Masks(
                    Objects.requireNonNull(
                            Shipped.load(Shipped.FOLDER)
                                    .tenant("north")
                                    .orElseThrow()
                                    .connections()
                                    .get("acme")),
                    new SecretSource(Map.of("DRAWBRIDGE_NORTH_ACME_KEY", "key-of-north")));

    /// It once ended the trial with an overflow: some vendors' tokens have thousands of letters.
    @ParameterizedTest(name = "of {0}")
    @ValueSource(strings = {"x", "\\/", "eyJ.\\u003d"})
    void aTokenOfAnyLengthIsMaskedInAnAnswer(String part) {
        String token = part.repeat(200_000);

        assertThat(MASKS.text("{\"access_token\" : \"" + token + "\", \"expires_in\": 60}"))
                .isEqualTo("{\"access_token\" : \"•••\", \"expires_in\": 60}");
        assertThat(MASKS.text("{\"refresh_token\":\"" + token))
                .isEqualTo("{\"refresh_token\":\"•••");
        assertThat(MASKS.text("a=b&client_secret=" + token + "&c=d"))
                .isEqualTo("a=b&client_secret=•••&c=d");
    }

    @Test
    void aSecretOfTheConnectionIsMaskedAsItIsWrittenInAddressesHeadersAndJson() {
        assertThat(MASKS.text("key-of-north, a2V5LW9mLW5vcnRo and key-of-south"))
                .isEqualTo("•••, ••• and key-of-south");
    }
}
