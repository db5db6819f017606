package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.BadField;
import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.CrossingFailure.Transient;
import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Exchange.Answer;
import drawbridge.system.Exchange.Unanswered;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The table of `Answers`, row by row.
class AnswersTest {

    private final Answers answers = new Answers(new HeldClock());

    @ParameterizedTest
    @CsvSource({
        // status, read, create, update
        "301, Unexplained, Unexplained, Unexplained",
        "400, BadRecord, BadRecord, BadRecord",
        "401, Credential, Credential, Credential",
        "402, Unexplained, Unexplained, Unexplained",
        "403, Credential, Credential, Credential",
        "404, Unexplained, Unexplained, Gone",
        "405, Unexplained, Unexplained, Unexplained",
        "408, Transient, Transient, Transient",
        "409, Unexplained, Exists, Precondition",
        "410, Unexplained, Unexplained, Gone",
        "412, Unexplained, Precondition, Precondition",
        "413, BadRecord, BadRecord, BadRecord",
        "418, Unexplained, Unexplained, Unexplained",
        "422, BadRecord, BadRecord, BadRecord",
        "425, Transient, Transient, Transient",
        "429, Transient, Transient, Transient",
        "500, Transient, InDoubt, InDoubt",
        "502, Transient, InDoubt, InDoubt",
        "503, Transient, InDoubt, InDoubt",
        "504, Transient, InDoubt, InDoubt",
        "599, Transient, InDoubt, InDoubt"
    })
    void sortsEveryStatus(int status, String read, String create, String update) {
        assertThat(named(refused(Doing.READ, status, ""))).isEqualTo(read);
        assertThat(named(refused(Doing.CREATE, status, ""))).isEqualTo(create);
        assertThat(named(refused(Doing.UPDATE, status, ""))).isEqualTo(update);
        assertThat(named(refused(Doing.DELETE, status, ""))).isEqualTo(update);
        assertThat(named(refused(Doing.LIST, status, ""))).isEqualTo(read);
    }

    @ParameterizedTest
    @EnumSource(Doing.class)
    void takesA503ThatNamesATimeForDeclinedOnPurpose(Doing doing) {
        CrossingFailure failure = refused(doing, 503, "", "Retry-After", "5");

        assertThat(failure).isInstanceOf(Transient.class);
        assertThat(((Transient) failure).retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(((Transient) failure).limit()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"429, 7, 7", "403, 7, 7", "429, 172800, 172800"})
    void tellsALimitWithItsWaitHoweverLong(int status, String header, long seconds) {
        CrossingFailure failure = refused(Doing.CREATE, status, "", "Retry-After", header);

        assertThat(failure).isInstanceOf(Transient.class);
        assertThat(((Transient) failure).limit()).isTrue();
        assertThat(((Transient) failure).retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void takesALimitWithoutAWaitForALimit() {
        CrossingFailure failure = refused(Doing.READ, 429, "", "Retry-After", "junk");

        assertThat(((Transient) failure).limit()).isTrue();
        assertThat(((Transient) failure).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "READ, true, Transient",
        "READ, false, Transient",
        "FIND, true, Transient",
        "LIST, true, Transient",
        "CREATE, true, InDoubt",
        "CREATE, false, Transient",
        "UPDATE, true, InDoubt",
        "UPDATE, false, Transient",
        "DELETE, true, InDoubt"
    })
    void doubtsAWriteThatMayHaveBeenSentAndIsNotAnswered(
            Doing doing, boolean sent, String expected) {
        assertThat(named(answers.unanswered(asked(doing), new Unanswered(sent, "reset"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "READ, false, Unexplained",
        "READ, true, BadRecord",
        "CREATE, false, InDoubt",
        "CREATE, true, InDoubt",
        "UPDATE, false, InDoubt"
    })
    void doubtsAWriteWhoseSuccessCannotBeRead(Doing doing, boolean cut, String expected) {
        Answer answer =
                new Answer(
                        200,
                        MultiMap.caseInsensitiveMultiMap(),
                        Buffer.buffer("<html>Please log in</html>"),
                        cut);

        assertThat(named(answers.unreadable(asked(doing), answer, "no JSON"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"slow_down, Transient", "not_yours, BadRecord", "expired, Credential"})
    void takesA403ForWhatItsDescriptorCallsIt(String code, String expected) {
        CrossingFailure failure =
                refused(Doing.UPDATE, 403, "{\"error\":{\"code\":\"" + code + "\"}}");

        assertThat(named(failure)).isEqualTo(expected);
    }

    @Nested
    class ErrorBodies {

        @Test
        void nameTheFieldsInAList() {
            BadRecord bad =
                    (BadRecord)
                            refused(
                                    Doing.CREATE,
                                    422,
                                    """
                                    {"error":{"code":"x","message":"Not valid","fields":[
                                    {"name":"subject","reason":"is too long"},{"name":"room"},7]}}
                                    """);

            assertThat(bad.fields())
                    .containsExactly(
                            new BadField("subject", "is too long"),
                            new BadField("room", "is refused"));
            assertThat(bad.facts().sentence()).isEqualTo("crm answered 422: Not valid");
            assertThat(bad.facts().status()).isEqualTo(422);
        }

        @Test
        void nameTheFieldsInAnObject() {
            Complaint complaint =
                    Complaint.read(
                            new ErrorSpec(
                                    Optional.empty(),
                                    ErrorSpec.Shape.OBJECT_OF_LISTS,
                                    Optional.of(Pointer.parse("/errors")),
                                    Optional.empty()),
                            MultiMap.caseInsensitiveMultiMap(),
                            "{\"errors\":{\"title\":[\"is too long\",\"is silly\"],\"end\":7}}"
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));

            assertThat(complaint.fields())
                    .containsExactly(
                            new BadField("title", "is too long; is silly"),
                            new BadField("end", "is refused"));
            assertThat(complaint.sentence())
                    .contains("title is too long; is silly; end is refused");
        }

        @Test
        void mayBeAnything() {
            for (String body : List.of("", "<xml/>", "[]", "{\"error\":7}", "null")) {
                CrossingFailure failure = refused(Doing.CREATE, 422, body);

                assertThat(((BadRecord) failure).fields()).isEmpty();
                assertThat(failure.facts().sentence()).isEqualTo("crm answered 422");
            }
        }

        @Test
        void areToldToBeAPageForPeople() {
            String login = "<!DOCTYPE html><head><title>Log in\n please</title>";

            assertThat(refused(Doing.CREATE, 422, login).facts().sentence())
                    .isEqualTo("crm answered 422: a page of HTML, 'Log in please'");
            assertThat(refused(Doing.READ, 502, "oops", "Content-Type", "text/html; x").facts())
                    .extracting(CrossingFailure.Facts::sentence)
                    .isEqualTo("crm answered 502: a page of HTML");
        }

        @Test
        void neverShowTheCredential() {
            String leaky =
                    "{\"error\":{\"message\":\"bad key "
                            + Specs.CREDENTIAL
                            + "\",\"fields\":[{\"name\":\"k\",\"reason\":\""
                            + Specs.CREDENTIAL
                            + "\"}]}}";

            CrossingFailure failure = refused(Doing.CREATE, 400, leaky);

            assertThat(failure.facts().sentence()).isEqualTo("crm answered 400: bad key •••");
            assertThat(failure.facts().response()).doesNotContain(Specs.CREDENTIAL);
            assertThat(((BadRecord) failure).fields()).containsExactly(new BadField("k", "•••"));
        }
    }

    private CrossingFailure refused(Doing doing, int status, String body, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int n = 0; n < headers.length; n += 2) {
            all.add(headers[n], headers[n + 1]);
        }
        return answers.refused(asked(doing), new Answer(status, all, Buffer.buffer(body), false));
    }

    private static Asked asked(Doing doing) {
        SystemSpec crm = Specs.crm();
        return new Asked(doing, crm, "GET /things", Optional.of(Specs.CREDENTIAL));
    }

    private static String named(CrossingFailure failure) {
        return failure.getClass().getSimpleName();
    }
}
