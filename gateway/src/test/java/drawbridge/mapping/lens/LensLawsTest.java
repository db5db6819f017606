package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.PlainText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Every lens operation of one member, held to the laws of [Lens].
class LensLawsTest {

    private static final Pointer AT = Pointer.parse("/nested/value");
    private static final Neutral EMPTY = new Neutral.Empty();
    private static final Laws TEXT = text(new Sameness.Text());
    private static final Laws EMAIL = text(new Sameness.Email());
    private static final Laws PHONE = text(new Sameness.Phone("DE"));
    private static final Laws NUMBER = exact(new Form.Numeral());
    private static final Laws BOOL = exact(new Form.Bool());
    private static final Laws DAY = exact(new Form.Day());
    private static final Laws CHOICE =
            exact(
                    new Form.Choice(
                            new Lens.Words(
                                    Map.of("open", "Open", "done", "Not Open", "lost", "OPEN"))));

    // ---- text, e-mail, phone

    @Property
    void textComesBackAsItWasWritten(@ForAll("texts") String text, @ForAll("texts") String older) {
        for (Laws laws : new Laws[] {TEXT, EMAIL, PHONE}) {
            laws.putGet(new Neutral.Words(text));
            laws.putGet(EMPTY);
            laws.putPut(new Neutral.Words(older), new Neutral.Words(text));
            laws.putPut(new Neutral.Words(older), EMPTY);
        }
    }

    @Property
    void readingAndWritingTextChangesNothing(@ForAll("nativeTexts") Value value) {
        for (Laws laws : new Laws[] {TEXT, EMAIL, PHONE}) {
            laws.getPut(AT.put(Value.Obj.EMPTY, value));
        }
    }

    @Property
    void samenessIsAnEquivalence(@ForAll("texts") String one, @ForAll("texts") String other) {
        for (Sameness sameness :
                new Sameness[] {
                    new Sameness.Exact(),
                    new Sameness.Text(),
                    new Sameness.Email(),
                    new Sameness.Phone("DE")
                }) {
            Neutral left = new Neutral.Words(one);
            Neutral right = new Neutral.Words(other);

            assertThat(sameness.same(left, left)).isTrue();
            assertThat(sameness.same(left, right)).isEqualTo(sameness.same(right, left));
            assertThat(sameness.normal(sameness.normal(one)))
                    .as("a normal form is its own normal form")
                    .isEqualTo(sameness.normal(one));
        }
    }

    // ---- number, bool, enum, date, instant

    @Property
    void numbersKeepEveryDigit(@ForAll BigDecimal number, @ForAll BigDecimal older) {
        NUMBER.putGet(new Neutral.Number(number));
        NUMBER.putPut(new Neutral.Number(older), new Neutral.Number(number));
        NUMBER.getPut(AT.put(Value.Obj.EMPTY, new Value.Num(number)));
    }

    @Property
    void flagsComeBack(@ForAll boolean flag, @ForAll boolean older) {
        BOOL.putGet(new Neutral.Flag(flag));
        BOOL.putPut(new Neutral.Flag(older), new Neutral.Flag(flag));
        BOOL.getPut(AT.put(Value.Obj.EMPTY, Value.of(flag)));
    }

    @Property
    void wordsOfAListComeBack(@ForAll("words") String word, @ForAll("nativeTexts") Value value) {
        CHOICE.putGet(new Neutral.Words(word));
        CHOICE.putPut(EMPTY, new Neutral.Words(word));
        CHOICE.getPut(AT.put(Value.Obj.EMPTY, value));
        CHOICE.getPut(AT.put(Value.Obj.EMPTY, Value.of("Not Open")));
    }

    @Property
    void datesComeBack(@ForAll LocalDate day, @ForAll LocalDate older) {
        DAY.putGet(new Neutral.Words(day.toString()));
        DAY.putPut(new Neutral.Words(older.toString()), new Neutral.Words(day.toString()));
        DAY.getPut(AT.put(Value.Obj.EMPTY, Value.of(day.toString())));
    }

    @Property
    void instantsComeBackInEachFormatThatHoldsThem(
            @ForAll @LongRange(min = 0, max = 4_102_444_800L) long seconds) {
        for (TimeFormat format : TimeFormat.values()) {
            Laws laws = exact(new Form.Moment(format));

            laws.putGet(new Neutral.Words(Instant.ofEpochSecond(seconds).toString()));
            laws.getPut(
                    AT.put(
                            Value.Obj.EMPTY,
                            switch (format) {
                                case ISO_INSTANT -> Value.of(Instant.ofEpochSecond(seconds) + "");
                                case EPOCH_MILLIS -> Value.of(seconds * 1000);
                                case EPOCH_SECONDS -> Value.of(seconds);
                            }));
        }
    }

    // ---- set

    @Property
    void aSetComesBackInAnyOrderAndEmptinessAsAnEmptyList(
            @ForAll("sets") List<String> items, @ForAll("sets") List<String> older) {
        Laws laws = new Laws(new Lens.At(AT, false, new Form.Items()), new Sameness.Text());

        laws.putGet(new Neutral.Many(items));
        laws.putGet(EMPTY);
        laws.putPut(new Neutral.Many(older), new Neutral.Many(items));
        laws.putPut(new Neutral.Many(older), EMPTY);
        laws.getPut(
                AT.put(
                        Value.Obj.EMPTY,
                        new Value.Arr(items.stream().<Value>map(Value::of).toList())));
        assertThat(
                        laws.sameness()
                                .same(new Neutral.Many(items), new Neutral.Many(items.reversed())))
                .isTrue();
        assertThat(laws.lens().write(EMPTY, Refs.NONE))
                .isEqualTo(new Lens.Put.Of(AT.put(Value.Obj.EMPTY, new Value.Arr(List.of()))));
    }

    // ---- ref

    @Property
    void linkedRecordsComeBackUnderTheIdOfEachSide(
            @ForAll @LongRange(min = 1, max = 9_007_199_254_740_993L) long appId) {
        ResourceName acme = new ResourceName("crm", "user");
        ResourceName app = new ResourceName("desk", "member");
        Refs.Pair pair = new Refs.Pair(new UUID(1, appId), "usr_" + appId, appId + "");
        Refs refs =
                new Refs(
                        Map.of(
                                new RecordRef(acme, pair.acmeId()), pair,
                                new RecordRef(app, pair.appId()), pair));
        FlowName users = new FlowName("users");
        Lens atAcme = new Lens.At(AT, false, new Form.Ref(users, acme, Side.ACME, false));
        Lens atApp = new Lens.At(AT, false, new Form.Ref(users, app, Side.APP, true));

        for (Lens lens : new Lens[] {atAcme, atApp}) {
            Laws laws = new Laws(lens, new Sameness.Exact(), refs);
            laws.putGet(new Neutral.Linked(pair.link()));
            laws.putPut(EMPTY, new Neutral.Linked(pair.link()));
        }
        new Laws(atAcme, new Sameness.Exact(), refs)
                .getPut(AT.put(Value.Obj.EMPTY, Value.of(pair.acmeId())));
        new Laws(atApp, new Sameness.Exact(), refs)
                .getPut(AT.put(Value.Obj.EMPTY, Value.of(appId)));
    }

    // ---- join, default, const, enriched

    @Property
    void joinedNamesComeBackAsOneText(@ForAll("texts") String first, @ForAll("texts") String last) {
        Form form = new Form.Text(OptionalInt.empty());
        Lens.At one = new Lens.At(Pointer.parse("/nested/first"), false, form);
        Lens.At two = new Lens.At(Pointer.parse("/last"), false, form);
        Laws laws = new Laws(new Lens.Join(one, two), new Sameness.Text());

        laws.putGet(new Neutral.Words(first));
        laws.putGet(EMPTY);
        laws.putPut(new Neutral.Words(first), new Neutral.Words(last));
        laws.getPut(two.at().put(one.at().put(Value.Obj.EMPTY, Value.of(first)), Value.of(last)));
    }

    @Property
    void aDefaultStandsForEmptinessAndComesBack(@ForAll("texts") String text) {
        Neutral standard = new Neutral.Words("standard");
        Laws laws = new Laws(new Lens.Default(TEXT.lens(), standard), new Sameness.Text());

        laws.putGet(new Neutral.Words(text));
        laws.putGet(standard);
        laws.getPut(AT.put(Value.Obj.EMPTY, Value.NULL));
        assertThat(laws.lens().read(State.of(AT.put(Value.Obj.EMPTY, Value.NULL)), Refs.NONE))
                .isEqualTo(new Lens.Got.Of(standard));
    }

    @Property
    void aConstantIsReadFromAnyRecordAndTakesNoOther(@ForAll("nativeTexts") Value value) {
        Lens lens = new Lens.Const(new Neutral.Words("meeting"));

        assertThat(lens.read(State.of(AT.put(Value.Obj.EMPTY, value)), Refs.NONE))
                .isEqualTo(new Lens.Got.Of(new Neutral.Words("meeting")));
        assertThat(lens.write(new Neutral.Words("call"), Refs.NONE))
                .isInstanceOf(Lens.Put.Refused.class);
        assertThat(lens.write(new Neutral.Words("meeting"), Refs.NONE))
                .isEqualTo(new Lens.Put.Of(Value.Obj.EMPTY));
    }

    @Property
    void anEnrichedFieldIsReadFromItsOwnRecordAndNeverWritten(@ForAll("texts") String text) {
        Lens lens = new Lens.Enriched("contact", TEXT.lens());
        Value.Obj contact = AT.put(Value.Obj.EMPTY, Value.of(text));
        State with = new State(Value.Obj.EMPTY, Map.of("contact", contact), Optional.empty());

        assertThat(lens.read(with, Refs.NONE)).isEqualTo(new Lens.Got.Of(new Neutral.Words(text)));
        assertThat(lens.write(new Neutral.Words(text), Refs.NONE))
                .isInstanceOf(Lens.Put.Refused.class);
    }

    // ---- What is tried

    /// As they may be read: a text of what no text holds is none.
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                        Arbitraries.strings()
                                .withChars(" -()+0123456789@.aÄäÖé\u0301ßİ")
                                .ofMinLength(1)
                                .ofMaxLength(16),
                        Arbitraries.of(
                                "+49 30 901820", "030/901820", "a@EXAMPLE.com", "bücher@bücher.de"))
                .filter(text -> !PlainText.of(text).isBlank());
    }

    @Provide
    Arbitrary<Value> nativeTexts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(Value::of),
                Arbitraries.of(Value.NULL, Value.of(""), Value.of("  "), Value.of(3)));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of("open", "done", "lost");
    }

    @Provide
    Arbitrary<List<String>> sets() {
        return texts().list().uniqueElements().ofMinSize(1).ofMaxSize(5);
    }

    private static Laws text(Sameness sameness) {
        return new Laws(new Lens.At(AT, false, new Form.Text(OptionalInt.empty())), sameness);
    }

    private static Laws exact(Form form) {
        return new Laws(new Lens.At(AT, false, form), new Sameness.Exact());
    }
}
