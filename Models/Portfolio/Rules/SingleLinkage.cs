namespace LeanDeep.Models.Portfolio;

/// <summary>Agglomerative clustering by the nearest pair, from a minimum spanning tree.</summary>
/// <remarks>Prim's tree, O(n²); its edges by length are the merges. Source: Gower and Ross (1969).</remarks>
internal static class SingleLinkage
{
    /// <summary>The leaves in the order of the tree: of each merge first the cluster that was made earlier.</summary>
    /// <param name="distances">(n, n) row-major, symmetric.</param>
    public static int[] LeafOrder(ReadOnlySpan<double> distances, int n)
    {
        var (from, to, length) = SpanningTree(distances, n);
        var order = new int[n - 1];
        for (var k = 0; k < order.Length; k++) order[k] = k;
        // Ties by the position in the tree, so that the order is a function of the input.
        Array.Sort(length, order);
        for (int start = 0, k = 1; k <= order.Length; k++)
            if (k == order.Length || length[k] != length[start])
            {
                Array.Sort(order, start, k - start);
                start = k;
            }
        // A cluster is the list of its leaves; a merge appends the later cluster to the earlier one.
        var cluster = new int[n];
        var members = new List<int>?[2 * n - 1];
        for (var i = 0; i < n; i++) (cluster[i], members[i]) = (i, [i]);
        for (var k = 0; k < order.Length; k++)
        {
            var (a, b) = (cluster[from[order[k]]], cluster[to[order[k]]]);
            if (a > b) (a, b) = (b, a);
            List<int> merged = [.. members[a]!, .. members[b]!];
            members[n + k] = merged;
            (members[a], members[b]) = (null, null);
            foreach (var leaf in merged) cluster[leaf] = n + k;
        }
        return [.. members[2 * n - 2]!];
    }

    private static (int[] From, int[] To, double[] Length) SpanningTree(ReadOnlySpan<double> distances, int n)
    {
        var (from, to, length) = (new int[n - 1], new int[n - 1], new double[n - 1]);
        var nearest = new double[n];
        var parent = new int[n];
        var inside = new bool[n];
        Array.Fill(nearest, double.PositiveInfinity);
        var last = 0;
        inside[0] = true;
        for (var k = 0; k < n - 1; k++)
        {
            var next = -1;
            for (var j = 0; j < n; j++)
            {
                if (inside[j]) continue;
                var distance = distances[last * n + j];
                if (distance < nearest[j]) (nearest[j], parent[j]) = (distance, last);
                if (next < 0 || nearest[j] < nearest[next]) next = j;
            }
            (from[k], to[k], length[k]) = (parent[next], next, nearest[next]);
            inside[next] = true;
            last = next;
        }
        return (from, to, length);
    }
}
