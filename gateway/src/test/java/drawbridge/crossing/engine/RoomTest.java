package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RoomTest {

    private final Room room = new Room(100);
    private final List<String> begun = new ArrayList<>();
    private final List<Promise<Void>> works = new ArrayList<>();

    @Test
    void letsWaitInTurnWhatDoesNotFitIn() {
        begin("a", 60);
        begin("b", 60);
        begin("c", 10);

        assertThat(begun).as("c comes after b, though it would fit in").containsExactly("a");
        assertThat(room.taken()).isEqualTo(60);

        works.getFirst().complete();

        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(room.taken()).isEqualTo(70);
    }

    @Test
    void letsGoAloneWhatIsLargerThanAllOfIt() {
        begin("a", 10);
        begin("b", 1_000);
        begin("c", 10);

        works.getFirst().complete();
        assertThat(begun).containsExactly("a", "b");

        works.get(1).complete();
        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void isFreeAgainAfterAFailure() {
        begin("a", 100);
        begin("b", 100);

        works.getFirst().fail("lost");
        var thrown =
                room.with(
                        1,
                        () -> {
                            throw new IllegalStateException("at once");
                        });
        works.get(1).complete();

        assertThat(begun).containsExactly("a", "b");
        assertThat(thrown.failed()).isTrue();
        assertThat(room.taken()).isZero();
    }

    private void begin(String name, long bytes) {
        Future<Void> _ =
                room.with(
                        bytes,
                        () -> {
                            begun.add(name);
                            Promise<Void> work = Promise.promise();
                            works.add(work);
                            return work.future();
                        });
    }
}
