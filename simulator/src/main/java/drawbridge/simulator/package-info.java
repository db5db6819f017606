/// The engine under bad weather, in virtual time: a model of the journal, of both systems, of their
/// networks and users, and a judge. It runs the very classes of `crossing.engine` and `sync` in one
/// thread from one seed, so that a run that breaks a promise breaks it again. Read [SimWorld]
/// first, then [SimJudge].
@NullMarked
@CheckReturnValue
package drawbridge.simulator;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
