package drawbridge.console.importing;

import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What came of a file, as JSON for programs.
///
/// @param before whether it was imported before, so that nothing was done
/// @param leftOut columns that no flow reads
/// @param untold what flows read and the file does not say
/// @param refusals the first of them
/// @param rejects the file with all refused rows; absent: there is none
record ImportEnd(
        String file,
        String tenant,
        String resource,
        boolean before,
        ImportState state,
        List<String> leftOut,
        List<String> untold,
        List<Refusal> refusals,
        @Nullable String rejects) {

    ImportEnd {
        leftOut = List.copyOf(leftOut);
        untold = List.copyOf(untold);
        refusals = List.copyOf(refusals);
    }

    /// @param line of the file
    record Refusal(long line, String why) {

        @Override
        public String toString() {
            return "Line " + line + ": " + why;
        }
    }

    /// The columns that no flow reads.
    static List<String> leftOut(ImportPlan plan, List<String> columns) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < plan.fields().size(); i++) {
            String column = columns.get(i);
            if (plan.fields().get(i).isEmpty() && !Rejects.MORE.contains(column)) {
                left.add(column.isEmpty() ? "(no name)" : column);
            }
        }
        return left;
    }
}
