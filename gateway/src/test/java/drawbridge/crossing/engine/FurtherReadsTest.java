package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class FurtherReadsTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final ResourceName SCORE = new ResourceName("credit", "score");
    private static final Remote.Call CALL = new Remote.Call(NORTH, Optional.empty(), Instant.EPOCH);

    private final List<String> calls = new ArrayList<>();
    private final Set<String> unlisted = new HashSet<>();
    private final List<Promise<Void>> moments = new ArrayList<>();
    private Optional<CrossingFailure> failure = Optional.empty();
    private final FurtherReads reads = new FurtherReads(remote(), clock());

    @Test
    void readsByOneCallWhatIsAskedForWithinAMomentAndEachRecordOnce() {
        List<Future<Remote.Read>> answers = List.of(ask("a"), ask("b"), ask("a"));
        moments.forEach(Promise::tryComplete);

        assertThat(calls).containsExactly("find by-ids a,b");
        assertThat(answers).allSatisfy(one -> assertThat(one.result()).isEqualTo(present()));
    }

    @Test
    void readsByItsIdWhatStandsAloneOrIsLeftOutOfTheAnswer() {
        Future<Remote.Read> alone = ask("a");
        moments.forEach(Promise::tryComplete);
        unlisted.add("c");
        Future<Remote.Read> listed = ask("b");
        Future<Remote.Read> left = ask("c");
        var _ = moments.getLast().tryComplete();

        assertThat(calls).containsExactly("read a", "find by-ids b,c", "read c");
        assertThat(List.of(alone.result(), listed.result(), left.result())).containsOnly(present());
    }

    @Test
    void asksAtOnceWhenThereAreMany() {
        for (int n = 0; n < 50; n++) {
            assertThat(ask("s" + n).failed()).isFalse();
        }

        assertThat(calls).singleElement().asString().startsWith("find by-ids s0,s1,");
        moments.forEach(Promise::tryComplete);
        assertThat(calls).as("the moment is over already").hasSize(1);
    }

    @Test
    void tellsEachThatItsSystemIsDownAndReadsEachWhereTheLookupIsRefused() {
        failure =
                Optional.of(
                        new CrossingFailure.Transient(Facts.of("down"), Optional.empty(), false));
        Future<Remote.Read> one = ask("a");
        Future<Remote.Read> other = ask("b");
        moments.forEach(Promise::tryComplete);

        assertThat(one.cause()).isSameAs(failure.get());
        assertThat(other.cause()).isSameAs(failure.get());

        failure = Optional.of(new CrossingFailure.Unexplained(Facts.of("no such lookup")));
        Future<Remote.Read> third = ask("c");
        Future<Remote.Read> fourth = ask("d");
        var _ = moments.getLast().tryComplete();

        assertThat(List.of(third.result(), fourth.result())).containsOnly(present());
        assertThat(calls).endsWith("read c", "read d");
    }

    private Future<Remote.Read> ask(String id) {
        return reads.read(CALL, new RecordRef(SCORE, id), "by-ids");
    }

    private static Remote.Read present() {
        return new Remote.Read.Present(State.of(Value.Obj.EMPTY));
    }

    private Remote remote() {
        return (Remote)
                Proxy.newProxyInstance(
                        Remote.class.getClassLoader(),
                        new Class<?>[] {Remote.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "read" -> read((RecordRef) arguments[1]);
                                    case "find" ->
                                            find(
                                                    arguments[2].toString(),
                                                    String.valueOf(
                                                            ((Map<?, ?>) arguments[3]).get("ids")));
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private Future<Remote.Read> read(RecordRef record) {
        calls.add("read " + record.id());
        return Future.succeededFuture(present());
    }

    private Future<List<Remote.Found>> find(String lookup, String ids) {
        calls.add("find " + lookup + " " + ids);
        return failure.<Future<List<Remote.Found>>>map(Future::failedFuture)
                .orElseGet(
                        () ->
                                Future.succeededFuture(
                                        Arrays.stream(ids.split(",", -1))
                                                .filter(id -> !unlisted.contains(id))
                                                .map(
                                                        id ->
                                                                new Remote.Found(
                                                                        new RecordRef(SCORE, id),
                                                                        State.of(Value.Obj.EMPTY),
                                                                        false))
                                                .toList()));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long monotonicNanos() {
                return 0;
            }

            @Override
            public Future<Void> after(Duration delay) {
                Promise<Void> moment = Promise.promise();
                moments.add(moment);
                return moment.future();
            }
        };
    }
}
