using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb;

/// <summary>A system of partial differential and static equations of portfolio choice or macro-finance, written once for every solver.</summary>
/// <remarks>Time runs backward: τ is time to go, and an unknown that is not static obeys ∂v/∂τ = equation, which a stationary
/// problem drives to zero. Values are usually l = ln J with utility U = J w^(1−γ)/(1−γ).</remarks>
public abstract class HjbProblem
{
    /// <summary>For tables and the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The states; none for a constant opportunity set.</summary>
    public abstract IReadOnlyList<StateVariable> States { get; }

    /// <summary>What is asked for.</summary>
    public abstract IReadOnlyList<Unknown> Unknowns { get; }

    /// <summary>Names of what <see cref="Policy"/> gives.</summary>
    public abstract IReadOnlyList<string> Policies { get; }

    /// <summary>Years to go at which the solution is wanted; null for a stationary problem.</summary>
    public virtual double? Horizon => null;

    /// <summary>Unknowns at τ = 0, or a first guess of a stationary problem.</summary>
    /// <param name="state">(states).</param>
    /// <param name="unknowns">(unknowns) receives them.</param>
    public abstract void Start(ReadOnlySpan<double> state, Span<double> unknowns);

    /// <summary>Years over which the solution leaves its start, where that is much shorter than the horizon; null, the default, where it is not.</summary>
    public virtual double? StartScale => null;

    /// <summary>Which unknowns a network carries, where others follow from them: <see cref="Follow"/> then makes all unknowns of what it carries in their
    /// places. Null, the default: all, as they are.</summary>
    public virtual IReadOnlyList<int>? Carried => null;

    /// <summary>Makes the unknowns of what a network carries, for example exp of it, or a price that clears a market.</summary>
    /// <param name="states">(states).</param>
    /// <param name="unknowns">(unknowns) holds what is carried, in the places of <see cref="Carried"/>; receives the unknowns.</param>
    public virtual void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns) where T : struct, IReal<T>
    {
    }

    /// <summary>What a network carries at first, in the places of <see cref="Carried"/>; the start itself unless overridden.</summary>
    public virtual void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => Start(state, carried);

    /// <summary>The mathematics: sets drift, covariance and one equation per unknown.</summary>
    public abstract void Equations<T>(Point<T> at) where T : struct, IReal<T>;

    /// <summary>What the solution says to do, or the prices it implies; after <see cref="Equations"/> at the same point.</summary>
    /// <param name="at">A solved point.</param>
    /// <param name="policy">(policies) receives it.</param>
    public abstract void Policy(Point<Real> at, Span<double> policy);

    /// <summary>The unknowns where they are known exactly.</summary>
    /// <param name="state">(states).</param>
    /// <param name="timeToGo">τ; without meaning for a stationary problem.</param>
    /// <param name="unknowns">(unknowns) receives them.</param>
    /// <returns>False where no closed form is known; then nothing is written.</returns>
    public virtual bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns) => false;
}
