package drawbridge.mapping.file;

import java.util.Map;
import java.util.Optional;

/// What the environment says to the names that tenants' files take from it.
interface Variables {

    /// Empty where the variable says nothing.
    Optional<String> value(String name);

    /// Whether a variable that says nothing is a mistake, and a secret's file that is not there.
    boolean mustBeThere();

    /// Those of the machine on which the mappings are to run.
    static Variables of(Map<String, String> environment) {
        return new Variables() {
            @Override
            public Optional<String> value(String name) {
                return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
            }

            @Override
            public boolean mustBeThere() {
                return true;
            }
        };
    }

    /// Those of a machine on which somebody tries a part of the mappings.
    static Variables asFarAsSet(Map<String, String> environment) {
        Variables set = of(environment);
        return new Variables() {
            @Override
            public Optional<String> value(String name) {
                return set.value(name);
            }

            @Override
            public boolean mustBeThere() {
                return false;
            }
        };
    }

    /// For who looks at the files alone, on another machine.
    static Variables elsewhere() {
        return new Variables() {
            @Override
            public Optional<String> value(String name) {
                return Optional.empty();
            }

            @Override
            public boolean mustBeThere() {
                return false;
            }
        };
    }
}
