package drawbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.tenant.Secrets.Purpose;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;

class WorthTest {

    private static final String KEY = "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changeme",
                "Change-Me!",
                "CHANGE_ME_123",
                "your-api-key",
                "<the key of Acme>",
                "${ACME_KEY}",
                "password1234",
                "xxxxxxxxxxxxxxxxxxxxxxxx",
                "00000000000000000000"
            })
    void refusesWhatStandsInExamples(String secret) {
        for (Purpose purpose : EnumSet.complementOf(EnumSet.of(Purpose.CLIENT_ID))) {
            assertThat(Worth.objection(purpose, secret)).isPresent();
        }
    }

    @Test
    void refusesWhatIsShorterThanSensible() {
        assertThat(Worth.objection(Purpose.CREDENTIAL, "Xk3vQ9"))
                .contains("holds 6 characters; there must be at least 8");
        assertThat(Worth.objection(Purpose.PUSH, "Xk3vQ9pLw2"))
                .contains("holds 10 characters; there must be at least 16");
        assertThat(Worth.objection(Purpose.WEBHOOK, "whsec_c2hvcnQ="))
                .contains("holds a key of 5 bytes; there must be at least 24");
        assertThat(Worth.objection(Purpose.WEBHOOK, "no base64 at all")).isPresent();
    }

    @Test
    void looksAtEachOfSeveralKeysWhileKeysAreBeingChanged() {
        assertThat(Worth.objection(Purpose.WEBHOOK, KEY + " " + KEY)).isEmpty();
        assertThat(Worth.objection(Purpose.WEBHOOK, KEY + " whsec_c2hvcnQ=")).isPresent();
        assertThat(Worth.objection(Purpose.PUSH, "Xk3vQ9pLw2tRz7yU changeme")).isPresent();
    }

    @Test
    void refusesALineBreakWithinACredential() {
        assertThat(Worth.objection(Purpose.CREDENTIAL, "Xk3vQ9pLw2\nX-Other: 1"))
                .contains("holds a line break or another control character");
    }

    @Test
    void takesAnyNameOfAClient() {
        assertThat(Worth.objection(Purpose.CLIENT_ID, "admin")).isEmpty();
    }

    @Test
    void takesWhatIsMadeByChance() {
        assertThat(Worth.objection(Purpose.CREDENTIAL, "Xk3vQ9pLw2tR")).isEmpty();
        assertThat(Worth.objection(Purpose.CREDENTIAL, "client-7:pass phrase of many words"))
                .isEmpty();
        assertThat(Worth.objection(Purpose.PUSH, "ZnJlc2ggdG9rZW4gb2YgdGhlIGFwcA")).isEmpty();
        assertThat(Worth.objection(Purpose.WEBHOOK, KEY)).isEmpty();
    }
}
