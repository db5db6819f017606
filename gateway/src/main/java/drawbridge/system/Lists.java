package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.Formats;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.system.Asked.Doing;
import drawbridge.system.Caller.Answered;
import drawbridge.system.Caller.Content;
import drawbridge.system.Caller.Order;
import drawbridge.system.Lines.Line;
import drawbridge.system.Listing.Page;
import drawbridge.system.Listing.Sign;

import io.vertx.core.Future;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pages of lists, in whichever way a descriptor says that one leads to the next.
final class Lists {

    private final Caller caller;
    private final Contents contents;
    private final Clock clock;

    Lists(Caller caller, Contents contents, Clock clock) {
        this.caller = caller;
        this.contents = contents;
        this.clock = clock;
    }

    /// An answer, and what of it is rows.
    private record Read(Order order, Answered answered, Value body, List<Value> rows) {}

    Future<Page> page(
            Line line, ResourceSpec spec, ListSpec list, Instant since, Optional<String> cursor) {
        Paging here = Paging.of(list, spec.id(), clock.now(), cursor);
        return read(line, list, since, here)
                .compose(
                        read ->
                                isExpired(here, read)
                                        ? Future.succeededFuture(
                                                page(read, List.of(), new Sign.Expired()))
                                        : before(line, list, since, here)
                                                .map(before -> page(line, here, read, before)));
    }

    private Future<List<Value>> before(Line line, ListSpec list, Instant since, Paging here) {
        return here.before()
                .map(back -> read(line, list, since, back).map(Read::rows))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    private static boolean isExpired(Paging here, Read read) {
        return here.showsToken()
                && here.list().changes() instanceof Changes.Tokens tokens
                && tokens.expired().contains(read.answered.answer().status());
    }

    private Future<Read> read(Line line, ListSpec list, Instant since, Paging here) {
        Order order;
        try {
            order = order(line, list, since, here);
        } catch (Places.Unfit | Target.BadId | BodyText.Malformed e) {
            return Future.failedFuture(
                    new CrossingFailure.Unexplained(Facts.of("a list: " + e.getMessage())));
        }
        Set<Integer> fine = new HashSet<>(list.empty());
        if (here.showsToken() && list.changes() instanceof Changes.Tokens tokens) {
            fine.addAll(tokens.expired());
        }
        return caller.call(line, order, fine)
                .compose(
                        answered ->
                                answered.isSuccess()
                                        ? contents.list(answered, list)
                                                .map(
                                                        found ->
                                                                new Read(
                                                                        order,
                                                                        answered,
                                                                        found.body(),
                                                                        found.rows()))
                                        : Future.succeededFuture(
                                                new Read(order, answered, Value.NULL, List.of())));
    }

    private Order order(Line line, ListSpec list, Instant since, Paging here)
            throws Places.Unfit, Target.BadId, BodyText.Malformed {
        Map<String, Value> values = here.places(since);
        Places places = new Places(values, list.call().quotes());
        Optional<String> address = here.address();
        Target to =
                address.isPresent()
                        ? Target.exact(address.get())
                        : Target.ofPlaces(list.call().path(), places.segments(list.call()))
                                .with(places.query(list.call()))
                                .with(here.parameters(values));
        Formats formats = list.call().formats(line.system().formats());
        Optional<Value.Obj> body = places.body(list.call());
        Optional<Content> content =
                body.isEmpty() ? Optional.empty() : Optional.of(Content.of(formats, body.get()));
        return new Order(
                Doing.LIST,
                list.call().method(),
                to,
                places.headers(list.call()),
                content,
                Optional.empty(),
                Optional.empty(),
                clock.now().plus(line.system().limits().timeout()),
                false,
                Optional.empty(),
                formats);
    }

    private Page page(Line line, Paging here, Read read, List<Value> before) {
        if (here.moved(read.rows, before)) {
            return page(read, read.rows, new Sign.Moved());
        }
        URI endpoint = read.answered.endpoint();
        String asked = Caller.uri(endpoint, line, read.order);
        Paging.Answer answer =
                new Paging.Answer(
                        read.body,
                        read.rows,
                        read.answered.answer().headers().getAll("Link"),
                        address -> address.flatMap(to -> Links.within(endpoint, asked, to)));
        try {
            Optional<Paging> further =
                    read.answered.isSuccess() ? here.next(answer) : Optional.empty();
            Optional<Paging> next = further.or(() -> here.nextWindow(clock.now()));
            return next.isPresent()
                    ? new Page(
                            read.rows,
                            next.map(Paging::cursor),
                            contents.date(read.answered),
                            new Sign.Nothing())
                    : page(read, read.rows, sign(here, read, answer));
        } catch (Paging.Absurd e) {
            throw contents.unreadable(read.answered, String.valueOf(e.getMessage()));
        }
    }

    private Page page(Read read, List<Value> rows, Sign sign) {
        return new Page(rows, Optional.empty(), contents.date(read.answered), sign);
    }

    private static Sign sign(Paging here, Read read, Paging.Answer answer) throws Paging.Absurd {
        if (!(here.list().changes() instanceof Changes.Tokens tokens)
                || !read.answered.isSuccess()) {
            return new Sign.Nothing();
        }
        Optional<String> said = tokens.next().reach(read.body).flatMap(Values::idText);
        Optional<String> token = tokens.address() ? answer.within().apply(said) : said;
        if (token.isEmpty()) {
            throw new Paging.Absurd(
                    said.isEmpty()
                            ? "the last page has no token at '" + tokens.next() + "'"
                            : "the token is the address of another place: " + said.get());
        }
        return new Sign.Token(here.resume(token.get()).cursor());
    }
}
