package drawbridge.trial;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.trial.AllTrials.Result;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where attempts are told: sentences for people, or JSON for programs.
///
/// @param width at which lines are broken up
/// @param lines of a body that are shown
record TrialPrint(PrintWriter out, boolean json, boolean colours, int width, int lines) {

    /// Each attempt with all that was sent and answered.
    void whole(Chosen chosen, Trials trials, List<Attempt> attempts) {
        if (json) {
            TrialJson form = new TrialJson(trials.masks());
            print(attempts.stream().<Value>map(form::of).toList());
        } else {
            attempts.forEach(
                    attempt ->
                            text(trials)
                                    .of(attempt, chosen.systemFile(), trials.departures().isKnown())
                                    .forEach(out::println));
        }
        out.flush();
    }

    /// One of many, as soon as it was made; nothing of it where all are told at once.
    void line(Trials trials, int longestName, Result result) {
        if (!json) {
            switch (result) {
                case Result.Tried(Attempt attempt) ->
                        text(trials).lineOf(attempt, longestName).forEach(out::println);
                case Result.Untried(String name, String why) ->
                        out.println(text(trials).untried(name, why, longestName));
            }
            out.flush();
        }
    }

    /// All of them, where they were not told one by one.
    void all(Trials trials, List<Result> results) {
        if (json) {
            TrialJson form = new TrialJson(trials.masks());
            print(
                    results.stream()
                            .<Value>map(
                                    result ->
                                            switch (result) {
                                                case Result.Tried(Attempt attempt) ->
                                                        form.of(attempt);
                                                case Result.Untried(String name, String why) ->
                                                        TrialJson.untried(name, why);
                                            })
                            .toList());
            out.flush();
        }
    }

    /// A sentence beside the attempts, for people alone.
    void sentence(String words) {
        if (!json) {
            out.println();
            out.println(words);
            out.flush();
        }
    }

    private void print(List<Value> values) {
        out.println(new String(JsonText.write(new Value.Arr(values)), StandardCharsets.UTF_8));
    }

    private TrialText text(Trials trials) {
        return new TrialText(trials.masks(), colours, width, lines);
    }
}
