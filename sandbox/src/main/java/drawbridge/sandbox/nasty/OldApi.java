package drawbridge.sandbox.nasty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Answer;
import drawbridge.sandbox.world.Doc;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Kind;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Records;
import drawbridge.sandbox.world.Refused;
import drawbridge.sandbox.world.SideDoor;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The API. Its handbook, as far as there is one:
///
/// - `GET /legacy/meetings?from=&to=&offset=&maxSize=` lists what begins between two times, in
///   seconds since 1970. No more than 50 at once, or it answers 403; 404 where there is none.
/// - `POST /legacy/meetings` makes one and answers its id, bare.
/// - `GET`, `POST` and `DELETE /legacy/meetings/{id}` read, change in part and delete it.
/// - `GET /legacy/people?mail=&offset=&maxSize=`, `POST` there, and `GET /legacy/people/{id}`.
/// - `X-Key` opens it. Bodies are XML. Whatever is wrong is answered by 500, and 503 while it is
///   out of sorts itself.
///
/// There is no version, no reference of the caller's, no key for doing a thing once, and no list of
/// what changed lately. Meetings that repeat or take whole days are none.
public final class OldApi implements SideDoor {

    /// The header with the credential.
    public static final String KEY = "X-Key";

    /// The manner of an account that is told of its changes in the words of this API.
    public static final String MANNER = "old";

    private static final String ALL = "/legacy/meetings";
    private static final String ONE = ALL + "/:id";
    private static final String PEOPLE = "/legacy/people";
    private static final int MOST = 50;
    private static final String XML = "application/xml";
    private static final String TEXT = "text/plain";

    private final Kind people;
    private final Kind meetings;
    private final Notices notices;

    /// @param people whose records have the fields `email` and `full_name`
    /// @param meetings whose records [Meeting] reads
    /// @param dice decides the ids of deliveries
    public OldApi(Kind people, Kind meetings, RandomGenerator dice) {
        this.people = people;
        this.meetings = meetings;
        this.notices = new Notices(dice);
    }

    public static boolean isMeantBy(Account account) {
        return account.webhook() != null && MANNER.equals(account.webhook().manner());
    }

    @Override
    public List<Way> ways() {
        return List.of(
                new Way(HttpMethod.GET, ALL, heard(this::list)),
                new Way(HttpMethod.POST, ALL, heard(this::make)),
                new Way(HttpMethod.GET, ONE, heard(this::read)),
                new Way(HttpMethod.POST, ONE, heard(this::change)),
                new Way(
                        HttpMethod.DELETE,
                        ONE,
                        (records, ctx) -> done("OK", records.delete(meetings, id(ctx)))),
                new Way(HttpMethod.GET, PEOPLE, heard(this::people)),
                new Way(HttpMethod.POST, PEOPLE, heard(this::person)),
                new Way(HttpMethod.GET, PEOPLE + "/:id", heard(this::onePerson)));
    }

    /// Whatever cannot be read is wrong.
    private static Work heard(Work work) {
        return (records, ctx) -> {
            try {
                return work.on(records, ctx);
            } catch (IllegalArgumentException | DateTimeException wrong) {
                throw new Refused(400, "wrong", String.valueOf(wrong.getMessage()));
            }
        };
    }

    @Override
    public Answer refused(Refused refused) {
        return switch (refused.status()) {
            case 401 -> text(401, "Who are you?");
            case 403 -> text(403, "Forbidden");
            case 404, 410 -> text(404, "Nothing");
            case 429 -> text(429, "Slow down");
            case 500, 503 -> text(503, "Out of sorts");
            default -> text(500, "Internal error");
        };
    }

    /// What the account is told of a change, if it is of a meeting.
    public Optional<Message> message(Account account, Effect effect) {
        return effect.kind().equals(meetings)
                ? Optional.of(notices.message(account, effect))
                : Optional.empty();
    }

    private Answer list(Records records, RoutingContext ctx) {
        var from = Instant.ofEpochSecond(number(ctx, "from"));
        var to = Instant.ofEpochSecond(number(ctx, "to"));
        return page(
                ctx,
                "meetings",
                "meeting",
                records.all(meetings)
                        .filter(Meeting::isOne)
                        .filter(doc -> Meeting.beginsWithin(doc, from, to))
                        .sorted(Comparator.comparing(Doc::id))
                        .map(Meeting::of));
    }

    private Answer people(Records records, RoutingContext ctx) {
        var mail = ctx.request().getParam("mail", "");
        return page(
                ctx,
                "people",
                "person",
                records.all(people)
                        .filter(
                                doc ->
                                        mail.isEmpty()
                                                || doc.fields()
                                                        .path("email")
                                                        .asText()
                                                        .equalsIgnoreCase(mail))
                        .sorted(Comparator.comparing(Doc::id))
                        .map(OldApi::person));
    }

    private static Answer page(
            RoutingContext ctx, String root, String name, Stream<Map<String, String>> all) {
        int size = (int) number(ctx, "maxSize");
        if (size > MOST) {
            throw new Refused(403, "forbidden", "too many at once");
        }
        List<Map<String, String>> rows = all.skip(number(ctx, "offset")).limit(size).toList();
        if (rows.isEmpty()) {
            throw nothing();
        }
        return answer(200, XML, XmlForm.list(root, name, rows), Optional.empty());
    }

    private Answer make(Records records, RoutingContext ctx) {
        var asked = XmlForm.read("meeting", ctx.body().asString());
        return id(records.create(meetings, Meeting.fields(asked, Optional.empty())));
    }

    private Answer read(Records records, RoutingContext ctx) {
        return answer(
                200, XML, XmlForm.one("meeting", Meeting.of(one(records, ctx))), Optional.empty());
    }

    private Answer change(Records records, RoutingContext ctx) {
        var asked = XmlForm.read("meeting", ctx.body().asString());
        var before = one(records, ctx);
        return done(
                "OK",
                records.change(meetings, before.id(), Meeting.fields(asked, Optional.of(before))));
    }

    private Doc one(Records records, RoutingContext ctx) {
        return records.living(meetings, id(ctx))
                .filter(Meeting::isOne)
                .orElseThrow(OldApi::nothing);
    }

    private Answer person(Records records, RoutingContext ctx) {
        var asked = XmlForm.read("person", ctx.body().asString());
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("email", asked.getOrDefault("mail", ""));
        fields.put("full_name", asked.getOrDefault("name", ""));
        return id(records.create(people, fields));
    }

    private Answer onePerson(Records records, RoutingContext ctx) {
        var found = records.living(people, id(ctx)).orElseThrow(OldApi::nothing);
        return answer(200, XML, XmlForm.one("person", person(found)), Optional.empty());
    }

    private static Map<String, String> person(Doc doc) {
        return Map.of(
                "id",
                doc.id(),
                "name",
                doc.fields().path("full_name").asText(),
                "mail",
                doc.fields().path("email").asText());
    }

    /// The id of what was made, and nothing else.
    private static Answer id(Answer made) {
        var id = made.effect().map(effect -> effect.doc().id()).orElse("");
        return done(JsonNodeFactory.instance.textNode(id).toString(), made);
    }

    private static Answer done(String word, Answer done) {
        return answer(200, TEXT, word, done.effect());
    }

    private static Refused nothing() {
        return new Refused(404, "not_found", "there is none");
    }

    private static Answer text(int status, String text) {
        return answer(status, TEXT, text, Optional.empty());
    }

    private static Answer answer(int status, String type, String text, Optional<Effect> effect) {
        return new Answer(
                status,
                Map.of("Content-Type", type),
                Optional.of(JsonNodeFactory.instance.textNode(text)),
                effect);
    }

    private static String id(RoutingContext ctx) {
        return String.valueOf(ctx.pathParam("id"));
    }

    private static long number(RoutingContext ctx, String name) {
        return Long.parseLong(ctx.request().getParam(name, ""));
    }
}
