package drawbridge.bench;

import drawbridge.bench.parts.Statement;
import drawbridge.bench.parts.WireTap;

import java.util.List;

/// What somebody asked of PostgreSQL for so many changes, at full speed.
///
/// @param changes that were settled meanwhile
/// @param statements by the server's books, the dearest first; BEGIN, SET and COMMIT are among them
/// @param passed by the wire
record Counted(String who, long changes, List<Statement> statements, WireTap.Passed passed) {

    Counted {
        statements = List.copyOf(statements);
    }

    double statementsPer1000() {
        return per1000(statements.stream().mapToLong(Statement::calls).sum());
    }

    double tripsPer1000() {
        return per1000(passed.trips());
    }

    double claimsPer1000() {
        return per1000(claims().stream().mapToLong(Statement::calls).sum());
    }

    double bytesPerChange() {
        return per1000(passed.sent() + passed.received()) / 1_000;
    }

    double per1000(long number) {
        return changes == 0 ? 0 : 1_000.0 * number / changes;
    }

    private List<Statement> claims() {
        return statements.stream().filter(Statement::isClaim).toList();
    }

    /// Milliseconds that a claim takes in the server; 0 where there was none.
    static double claimMillis(List<Statement> statements) {
        long calls = 0;
        double millis = 0;
        for (Statement statement : statements) {
            if (statement.isClaim()) {
                calls += statement.calls();
                millis += statement.millis();
            }
        }
        return calls == 0 ? 0 : millis / calls;
    }
}
