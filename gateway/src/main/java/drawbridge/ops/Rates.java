package drawbridge.ops;

import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Settled pairs of each of the last ten minutes' seconds. Event loop only.
final class Rates {

    static final int SECONDS = 600;
    private final Map<Direction, Deque<Long>> perSecond = new EnumMap<>(Direction.class);
    private Map<Direction, Counts> before = Map.of();

    Rates() {
        for (Direction direction : Direction.values()) {
            perSecond.put(direction, new ArrayDeque<>());
        }
    }

    /// Takes the counts at the end of a second and tells what was settled in it. A mended pair
    /// leaves its old count, so a difference below zero is told as zero.
    Map<Direction, Long> second(Map<Direction, Counts> now) {
        Map<Direction, Long> settled = new EnumMap<>(Direction.class);
        perSecond.forEach(
                (direction, seconds) -> {
                    long total = now.getOrDefault(direction, Counts.NONE).settled();
                    long last =
                            before.isEmpty()
                                    ? total
                                    : before.getOrDefault(direction, Counts.NONE).settled();
                    long difference = Math.max(0, total - last);
                    settled.put(direction, difference);
                    seconds.addLast(difference);
                    if (seconds.size() > SECONDS) {
                        seconds.removeFirst();
                    }
                });
        before = Map.copyOf(now);
        return settled;
    }

    Map<Direction, List<Long>> last(int seconds) {
        Map<Direction, List<Long>> answer = new EnumMap<>(Direction.class);
        perSecond.forEach(
                (direction, all) -> {
                    List<Long> list = new ArrayList<>(all);
                    answer.put(
                            direction,
                            List.copyOf(
                                    list.subList(Math.max(0, list.size() - seconds), list.size())));
                });
        return answer;
    }
}
