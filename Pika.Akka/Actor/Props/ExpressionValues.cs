using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Evaluates constructor arguments. Constants and captured variables, which nearly all are, need no compiler.</summary>
internal static class ExpressionValues
{
    public static object? Evaluate(Expression expression) =>
        TryEvaluate(expression, out var value) ? value : Expression.Lambda(expression).Compile(preferInterpretation: true).DynamicInvoke();

    private static bool TryEvaluate(Expression expression, out object? value)
    {
        value = null;
        switch (expression)
        {
            case ConstantExpression constant:
                value = constant.Value;
                return true;
            case MemberExpression { Member: FieldInfo field } member:
                if (!TryEvaluateOwner(member, out var owner))
                    return false;
                value = field.GetValue(owner);
                return true;
            default:
                return false;
        }
    }

    private static bool TryEvaluateOwner(MemberExpression member, out object? owner)
    {
        owner = null;
        return member.Expression is null || (TryEvaluate(member.Expression, out owner) && owner is not null);
    }
}
