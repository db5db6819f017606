package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Rule;

import java.time.DateTimeException;
import java.util.Optional;

/// How a system writes the rule of a series.
public sealed interface RuleForm permits RuleForm.Text, PatternForm {

    /// Where the rule stands: null there is no series.
    Pointer at();

    /// Empty when there is no rule.
    ///
    /// @throws Stop when it cannot be read
    Optional<Rule> read(Members members, Neutral.Once first);

    /// @return the series as this form can say it, the same in other words
    /// @throws Stop when it cannot say it
    default Neutral.Series sayable(Neutral.Series series) {
        return series;
    }

    /// @param series one that is sayable
    Draft write(Draft draft, Neutral.Series series);

    /// A text as RFC 5545 has it.
    record Text(Pointer at) implements RuleForm {

        @Override
        public Optional<Rule> read(Members members, Neutral.Once first) {
            return members.text(at, "a rule such as FREQ=WEEKLY;BYDAY=MO", text -> text)
                    .filter(text -> !text.isEmpty())
                    .map(
                            text -> {
                                try {
                                    return Rfc5545.parse(text, first);
                                } catch (DateTimeException wrong) {
                                    throw new Stop(
                                            at,
                                            "the rule '%s' cannot be carried: %s"
                                                    .formatted(text, wrong.getMessage()));
                                }
                            });
        }

        @Override
        public Draft write(Draft draft, Neutral.Series series) {
            return draft.with(at, Rfc5545.text(series));
        }
    }
}
