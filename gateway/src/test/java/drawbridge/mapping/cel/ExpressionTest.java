package drawbridge.mapping.cel;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.cel.Expression.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What expressions may ask, what they answer, and what is told of a mistake in one.
class ExpressionTest {

    private static final RecordType OWNER =
            new RecordType.Members(Set.of("id", "zone"), _ -> new RecordType.Text());

    private static final RecordType MEETING =
            new RecordType.Members(
                    Set.of(
                            "subject",
                            "minutes",
                            "private",
                            "owner",
                            "tags",
                            "starts_at",
                            "first-name"),
                    name ->
                            switch (name) {
                                case "minutes" -> new RecordType.Number();
                                case "private" -> new RecordType.Flag();
                                case "owner" -> OWNER;
                                case "tags" -> new RecordType.Items(new RecordType.Text());
                                default -> new RecordType.Text();
                            });

    private static final Value.Obj RECORD =
            record(
                    Map.of(
                            "subject", Value.of("Kick-off"),
                            "minutes", Value.of(45),
                            "private", Value.of(false),
                            "owner", record(Map.of("id", Value.of("u1"), "zone", Value.NULL)),
                            "tags", new Value.Arr(List.of(Value.of("a"), Value.of("b"))),
                            "starts_at", Value.of("2026-03-02T10:00:00Z"),
                            "first-name", Value.of("Kim")));

    // ---- Answers

    /// With types and without: what a document says about a record must change no answer.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    acme.subject == 'Kick-off'                        | true
                    acme.minutes == 45                                | true
                    acme.minutes > 30 && acme.minutes < 60            | true
                    acme.minutes / 2                                  | 22.5
                    7 / 2                                             | 3.5
                    acme.minutes * 2 + 1                              | 91
                    acme.minutes - 0.1                                | 44.9
                    0.1 + 0.2                                         | 0.3
                    acme.minutes in [30, 45]                          | true
                    string(acme.minutes) + ' min'                     | 45 min
                    acme.subject + ' (' + acme.owner.id + ')'         | Kick-off (u1)
                    acme.private ? 'Busy' : acme.subject              | Kick-off
                    !acme.private                                     | true
                    acme.owner.zone == null                           | true
                    has(acme.owner.zone)                              | true
                    acme.owner != null                                | true
                    acme.tags.exists(tag, tag == 'b')                 | true
                    acme.tags.filter(tag, tag != 'b')                 | [a]
                    acme.tags + ['c']                                 | [a, b, c]
                    size(acme.tags) > 1                               | true
                    acme.tags[0]                                      | a
                    acme.subject.startsWith('Kick')                   | true
                    acme.subject.matches('^Kick.off$')                | true
                    acme.`first-name`                                 | Kim
                    timestamp(acme.starts_at) + duration('45m')       | 2026-03-02T10:45:00Z
                    timestamp(acme.starts_at).getHours('Europe/Berlin') == 11 | true
                    changed > timestamp('2026-01-01T00:00:00Z')       | true
                    null                                              | nothing
                    """)
    void answers(String text, String answer) {
        for (RecordType type : List.of(MEETING, new RecordType.Anything())) {
            assertThat(said(good(text, type).ask(facts(RECORD)))).as(text).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345", "1234567890123456", "9007199254740991"})
    void anIdOfSixteenDigitsIsTheSameAsText(String id) {
        Value.Obj record = record(Map.of("id", new Value.Num(new BigDecimal(id))));

        assertThat(said(good("string(acme.id)", new RecordType.Anything()).ask(facts(record))))
                .isEqualTo(id);
    }

    @Test
    void anIdOfManyDigitsStaysItself() {
        Value.Obj record = record(Map.of("id", new Value.Num(new BigDecimal("9007199254740993"))));

        assertThat(
                        said(
                                good("acme.id == 9007199254740993", new RecordType.Anything())
                                        .ask(facts(record))))
                .isEqualTo("true");
        assertThat(
                        said(
                                good("acme.id == 9007199254740992", new RecordType.Anything())
                                        .ask(facts(record))))
                .isEqualTo("false");
        assertThat(said(good("string(acme.id)", new RecordType.Anything()).ask(facts(record))))
                .isEqualTo("9007199254740993");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    acme.minutes > 1              | a value is nothing, or of another kind than it takes (>)
                    !acme.private                 | a value is nothing, or of another kind than it takes (!)
                    acme.minutes / 0              | a value is nothing, or of another kind than it takes (/)
                    1 / 0                         | something is divided by 0
                    acme.tags[7]                  | Index out of bounds: 7
                    dyn(acme).nothing             | there is no 'nothing'; ask has(…) first
                    dyn(acme.subject).length      | a member is asked of what is no object
                    dyn({'a': 1})                 | it yields something that no field holds
                    """)
    void whatCannotBeWorkedOutIsASentenceAndNoCrash(String text, String why) {
        Map<String, Value> members = new LinkedHashMap<>(RECORD.members());
        members.put("minutes", Value.NULL);
        members.put("private", Value.NULL);

        assertThat(good(text, new RecordType.Anything()).ask(facts(record(members))))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.sentence())
                                        .startsWith("'" + text + "' cannot be worked out")
                                        .contains(why));
    }

    // ---- What is not there

    @Test
    void aMemberThatIsNotThereIsUnknownUnlessItIsAskedForOrAbsenceSaysSomething() {
        Value.Obj empty = record(Map.of("subject", Value.of("a"), "owner", Value.NULL));
        Expression plain = good("acme.minutes == null", MEETING);

        assertThat(plain.ask(facts(empty))).isEqualTo(new Answer.Unknown());
        assertThat(plain.missing("acme", empty)).containsExactly(Pointer.parse("/minutes"));
        assertThat(
                        said(
                                plain.ask(
                                        new Expression.Facts(
                                                Map.of("acme", empty),
                                                Set.of("acme"),
                                                Optional.empty()))))
                .isEqualTo("true");

        Expression asking = good("has(acme.minutes) && acme.minutes > 3", MEETING);
        assertThat(asking.missing("acme", empty)).isEmpty();
        assertThat(said(asking.ask(facts(empty)))).isEqualTo("false");

        Expression below = good("acme.owner.zone == null", MEETING);
        assertThat(said(below.ask(facts(empty)))).as("gone with its parent").isEqualTo("true");
    }

    @Test
    void whereNobodySaysWhenARecordChangedItCannotBeAsked() {
        assertThat(
                        good("changed != null", MEETING)
                                .ask(
                                        new Expression.Facts(
                                                Map.of("acme", RECORD),
                                                Set.of(),
                                                Optional.empty())))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.sentence())
                                        .contains("does not say when it changed"));
    }

    // ---- Mistakes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    acme.subjct == 'a'             | 5  | acme has no 'subjct' [subject]
                    acme.owner.zon == 'a'          | 11 | acme.owner has no 'zon' [zone]
                    acne.subject == 'a'            | 0  | there is no variable 'acne' [acme]
                    now > changed                  | 0  | there is no variable 'now' [changed]
                    acme.subject == 3              | 13 | '==' takes no text with a number
                    acme.minutes > 'a'             | 13 | '>' takes no a number with text
                    acme.subject.lower() == 'a'    | 18 | there is no function 'lower'
                    acme.subject ==                | 15 | the expression ends too early
                    acme.subject = 'a'             | 13 | this is not CEL: token recognition error at: '= '
                    acme.subject                   | 0  | this is to be true or false, and it is text
                    acme.tags                      | 0  | this is to be true or false, and it is a list
                    !(acme.subjct == '')           | 7  | acme has no 'subjct' [subject]
                    """)
    void aMistakeIsToldAtItsPlaceWithWhatCouldBeMeant(String text, int column, String told) {
        Expression.Compiled compiled = compiled(text, MEETING, Wanted.CONDITION);

        assertThat(compiled)
                .isInstanceOfSatisfying(
                        Expression.Faulty.class,
                        faulty -> {
                            Fault fault = faulty.faults().getFirst();
                            String meant = told.replaceAll(".*\\[(.*)\\]", "$1");
                            assertThat(fault.sentence()).isEqualTo(told.replaceAll(" \\[.*", ""));
                            assertThat(fault.column()).isEqualTo(column);
                            if (!meant.equals(told)) {
                                assertThat(fault.known()).contains(meant);
                            }
                        });
    }

    @Test
    void eachOfSeveralMistakesIsTold() {
        assertThat(compiled("acme.subjct == 'a' || acme.mintes > 3", MEETING, Wanted.CONDITION))
                .isInstanceOfSatisfying(
                        Expression.Faulty.class, faulty -> assertThat(faulty.faults()).hasSize(2));
    }

    // ---- Bounds

    @Test
    void whatIsTooLongOrTooDeepIsRefusedWhenItIsCompiled() {
        String deep = "(".repeat(60) + "1" + ")".repeat(60) + " == 1";
        String many =
                IntStream.range(0, 300).mapToObj(i -> "true").collect(Collectors.joining("||"));
        String large = "'" + "a".repeat(2_000) + "' == ''";

        for (String text : List.of(deep, many, large)) {
            assertThat(compiled(text, MEETING, Wanted.CONDITION))
                    .as(text.substring(0, 20))
                    .isInstanceOf(Expression.Faulty.class);
        }
    }

    @Test
    void whatWouldTakeTooLongIsEnded() {
        Value.Obj record =
                record(
                        Map.of(
                                "tags",
                                new Value.Arr(
                                        IntStream.range(0, 2_000)
                                                .<Value>mapToObj(i -> Value.of("tag " + i))
                                                .toList())));
        Expression all =
                good("acme.tags.all(a, acme.tags.all(b, a + b != 'c'))", new RecordType.Anything());

        assertThat(all.ask(facts(record)))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.sentence()).contains("too many items"));
    }

    // ----

    private static Value.Obj record(Map<String, Value> members) {
        return new Value.Obj(members);
    }

    private static Expression.Facts facts(Value.Obj record) {
        return new Expression.Facts(
                Map.of("acme", record),
                Set.of(),
                Optional.of(Instant.parse("2026-03-01T09:00:00Z")));
    }

    private static Expression.Compiled compiled(String text, RecordType type, Wanted wanted) {
        return Expression.compile(text, new Expression.Scope(Map.of("acme", type), true), wanted);
    }

    private static Expression good(String text, RecordType type) {
        for (Wanted wanted : Wanted.values()) {
            if (compiled(text, type, wanted) instanceof Expression.Good(Expression expression)) {
                return expression;
            }
        }
        return compiled(text, type, Wanted.TEXT) instanceof Expression.Faulty(List<Fault> faults)
                ? failed(faults)
                : failed(List.of());
    }

    private static Expression failed(List<Fault> faults) {
        throw new AssertionError(faults.toString());
    }

    private static String said(Answer answer) {
        return answer instanceof Answer.Of(Value value) ? said(value) : answer.toString();
    }

    private static String said(Value value) {
        return switch (value) {
            case Value.Null _ -> "nothing";
            case Value.Text(String text) -> text;
            case Value.Num(BigDecimal number) -> number.toPlainString();
            case Value.Bool(boolean flag) -> Boolean.toString(flag);
            case Value.Arr(List<Value> items) ->
                    items.stream().map(ExpressionTest::said).toList().toString();
            case Value.Obj object -> object.toString();
        };
    }
}
