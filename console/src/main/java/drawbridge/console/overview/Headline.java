package drawbridge.console.overview;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.LinkState;
import drawbridge.console.shell.Load;
import drawbridge.opsapi.Overview;

import java.util.ArrayList;
import java.util.List;

/// The answer to "is anyone hurt?" in one sentence. While cut off it never says that all is well.
record Headline(String sentence, Tone tone) {

    static Headline of(LinkState link, Load<Overview> load) {
        return switch (link) {
            case LinkState.Off() -> new Headline("Not connected to a gateway.", Tone.WATCH);
            case LinkState.Shut(var why) -> new Headline(why, Tone.HURT);
            case LinkState.Stale(var since, _, _, _) ->
                    new Headline(
                            "Cut off since %s: these numbers may no longer be true."
                                    .formatted(Ages.clock(since)),
                            Tone.HURT);
            case LinkState.Opening(), LinkState.Live(_) -> of(load);
        };
    }

    private static Headline of(Load<Overview> load) {
        return switch (load) {
            case Load.Loading<Overview>() -> new Headline("Loading the numbers…", Tone.CALM);
            case Load.Empty<Overview>() -> new Headline("The gateway has no numbers.", Tone.WATCH);
            case Load.Failed<Overview>(var why) -> new Headline(why, Tone.HURT);
            case Load.Ready<Overview>(var numbers) -> of(numbers);
        };
    }

    private static Headline of(Overview numbers) {
        List<String> needs = new ArrayList<>();
        add(needs, numbers.conflicts(), "conflict", "conflicts");
        add(needs, numbers.deadLetters(), "dead letter", "dead letters");
        if (numbers.openBreakers() > 0) {
            String held = count(numbers.openBreakers(), "system does", "systems do");
            return new Headline(
                    held
                            + (numbers.openBreakers() == 1
                                    ? " not answer; its"
                                    : " not answer; their")
                            + " traffic waits and is not lost."
                            + also(needs),
                    Tone.HURT);
        }
        if (!needs.isEmpty()) {
            long parked = numbers.conflicts() + numbers.deadLetters();
            return new Headline(
                    String.join(" and ", needs) + (parked == 1 ? " needs" : " need") + " a person.",
                    numbers.deadLetters() > 0 ? Tone.HURT : Tone.WATCH);
        }
        String settled =
                numbers.lastSettledAt() == null
                        ? " Nothing has crossed yet."
                        : " Last settled " + Ages.clock(numbers.lastSettledAt()) + ".";
        return new Headline(
                (numbers.waiting() == 0
                                ? "Nothing waits."
                                : count(numbers.waiting(), "record is", "records are")
                                        + " on the way; nobody is needed.")
                        + settled,
                Tone.CALM);
    }

    private static String also(List<String> needs) {
        return needs.isEmpty() ? "" : " Also: " + String.join(", ", needs) + ".";
    }

    private static void add(List<String> needs, long number, String one, String many) {
        if (number > 0) {
            needs.add(count(number, one, many));
        }
    }

    private static String count(long number, String one, String many) {
        return "%,d %s".formatted(number, number == 1 ? one : many);
    }
}
