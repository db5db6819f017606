package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Cases from life about what stands on the wire, by their number in `docs/cases.md`.
class SystemCasesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "gid://app/Event/12, gid%3A%2F%2Fapp%2FEvent%2F12",
        "50%/a+b@ex.example, 50%25%2Fa%2Bb%40ex.example",
        "003xYz, 003xYz",
        "003xYZ, 003xYZ",
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740993"
    })
    void s09_anIdIsOneSegmentEncodedOnce(String id, String segment) throws Target.BadId {
        assertThat(Target.ofRecord("/events/{id}", id).uri("")).isEqualTo("/events/" + segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740992", "9007199254740993"})
    void s09_aNumberIdKeepsEveryDigitOnItsWayInAndOut(String id) throws JsonText.Malformed {
        String body = "{\"id\":" + id + "}";

        Value record = JsonText.parse(body.getBytes(StandardCharsets.UTF_8));

        assertThat(Pointer.parse("/id").find((Value.Obj) record))
                .hasValueSatisfying(
                        value -> assertThat(((Value.Num) value).number()).hasToString(id));
        assertThat(new String(JsonText.write(record), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void s09_idsThatLookAlikeAreDifferentRecords() {
        ResourceName contact = new ResourceName("acme", "contact");

        assertThat(
                        Set.of(
                                new RecordRef(contact, "003xYz"),
                                new RecordRef(contact, "003xYZ"),
                                new RecordRef(contact, "9007199254740992"),
                                new RecordRef(contact, "9007199254740993")))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "soon", "", "Sun, 01 Mar 2026 11:00:00 GMT"})
    void s23_aWaitThatMakesNoSenseCountsAsNone(String header) {
        assertThat(RetryAfter.read(header, Optional.empty(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3600, 3600", "9999999999, 31622400"})
    void s23_aWaitIsToldAsItIsAndOverflowsNowhere(String header, long seconds) {
        Duration wait = RetryAfter.read(header, Optional.empty(), NOW).orElseThrow();

        assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(NOW.plus(wait)).isAfterOrEqualTo(NOW);
    }

    @Test
    void s23_aDateIsMeasuredAgainstTheDateOfTheAnswer() {
        Optional<String> tenMinutesBehind = Optional.of("Sun, 01 Mar 2026 11:50:00 GMT");

        assertThat(RetryAfter.read("Sun, 01 Mar 2026 11:51:00 GMT", tenMinutesBehind, NOW))
                .contains(Duration.ofMinutes(1));
    }
}
