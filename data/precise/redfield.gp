\\ The steady state of the Redfield equation in as many digits as gp is told (gp -D realprecision=150):
\\
\\   0 = −i[H, ρ] + Σ_b ( [S̃ρ, S] + [S, ρS̃ᵀ] ),   S̃_ac = S_ac W(E_a − E_c),   ρ = X + iY, X symmetric, Y antisymmetric
\\
\\ steady takes exact fractions: H, for each bath the diagonal s of σᶻ, the function J and T, for each observable iK the
\\ antisymmetric K. It prints one line of numbers.

default(parisizemax, "8G");

\\ W(ε) = J n_B for ε > 0, J (n_B + 1) for ε < 0; gaps that are rounding count as `least`, where J(ω)/ω is its limit
rate(J, T, gap, least) = {
  my(w = abs(gap), sign = if (gap > 0, 1, -1));
  if (w == 0 || w < least, w = least);
  if (T > 0, sign*J(w)/expm1(sign*w/T), if (gap < 0 && w > least, J(w), 0));
}

\\ e^{−x}, also where gp's exponents end
fade(x) = if (x > 10^18, 0, exp(-x));

\\ a real matrix R turns into Σ_b ( S̃RS + SRS̃ᵀ − SS̃R − RS̃ᵀS )
dissipate(R, S, B) = my(M = S*B); B*R*S + S*R*B~ - M*R - R*M~;

\\ the numbers of the n² unknowns: X_cd (c ≥ d) at [c,d], Y_cd (c > d) at [d,c]
numbering(n) = {
  my(at = matrix(n, n), k = 0);
  for (c = 1, n, for (d = 1, c, at[c,d] = k++));
  for (c = 1, n, for (d = 1, c - 1, at[d,c] = k++));
  at;
}

\\ the right-hand side as a matrix on them: dissipate element by element, and ω_ab = E_a − E_b between X and Y
generator(E, S, B, at) = {
  my(n = #E, L = matrix(n^2, n^2), M = sum(i = 1, #S, S[i]*B[i]), K, x, y, k1, k2);
  K = ((a, b, c, d) -> sum(i = 1, #S, B[i][a,c]*S[i][d,b] + S[i][a,c]*B[i][b,d]) - if (b == d, M[a,c], 0) - if (a == c, M[b,d], 0));
  for (a = 1, n, for (b = 1, a,
    x = at[a,b]; y = at[b,a];
    for (c = 1, n, for (d = 1, c,
      k1 = K(a, b, c, d); k2 = if (c > d, K(a, b, d, c), 0);
      L[x, at[c,d]] = k1 + k2;
      if (a > b && c > d, L[y, at[d,c]] = k1 - k2)));
    if (a > b, L[x,y] += E[a] - E[b]; L[y,x] -= E[a] - E[b])));
  L;
}

\\ the smallest modulus of an eigenvalue on traceless ρ: how a vector grows, in the mean, that the inverse is applied to
slowest(inverse, at) = {
  my(n = #at, v = vector(n^2, i, sin(i^2))~, growth = 0, size);
  v[1] -= sum(a = 1, n, v[at[a,a]]);
  for (i = 1, 40, v = inverse*v; size = sqrt(norml2(v)); v /= size; if (i > 20, growth += log(size)));
  exp(-growth/20);
}

\\ [eigenvalues, eigenvectors] of the real symmetric A, ascending
eigen(A) = my([values, vectors] = qfjacobi(A*1.), order = vecsort(values~, , 1)); [Vec(vecextract(values, order)), vecextract(vectors, order)];

\\ the same of a Hermitian R, descending; in the real form of twice the size each stands twice
hermitian(R) = {
  my(m = #R, X = real(R), Y = imag(R), [values, vectors] = eigen(-matconcat([X, -Y; Y, X])), U = List(), v, k = 0);
  while (#U < m,
    k++; v = vectors[1..m, k] + I*vectors[m+1..2*m, k];
    for (pass = 1, 2, foreach (U, u, v -= u*(conj(u~)*v)));
    if (norml2(v) > 1/4/m, listput(~U, v/sqrt(norml2(v)))));
  [vector(m, i, -values[2*i]), matconcat(Vec(U))];
}

\\ the eigenvectors of H, turned within every eigenspace so that ρ is diagonal there, descending
settled(E, R, same) = {
  my(n = #E, U = matid(n)*1., from = 1, to);
  while (from <= n,
    to = from; while (to < n && E[to+1] - E[to] <= same, to++);
    if (to > from,
      my(block = hermitian(R[from..to, from..to])[2]);
      for (i = from, to, for (j = from, to, U[i,j] = block[i-from+1, j-from+1])));
    from = to + 1);
  U;
}

\\ |x|, of a 0 that has a rounding error the size of that
above(x) = if (x == 0 && type(x) == "t_REAL", 2.^exponent(x), abs(x));

\\ how far the digits of p reach, and the largest error of what must hold exactly: Σ_b Q_b = 0 relative to the smallest
\\ gross flow, and at one temperature the Gibbs state
defect(E, T, p, Q, gross) = {
  my(least = vecmin(gross), errors = concat(p - p, vecsum(p) - 1), boltzmann);
  if (T[1] > 0 && #Set(T) == 1, boltzmann = apply(e -> exp((E[1] - e)/T[1]), E); errors = concat(errors, p - boltzmann/vecsum(boltzmann)));
  if (least > 1e-300, errors = concat(errors, vecsum(Q)/least));
  vecmax(apply(above, errors));
}

\\ to 19 digits; 0 where two thirds of the working digits are behind
short(v) = {
  if (type(v) == "t_VEC", return(apply(short, v)));
  if (abs(v) < 10^-min(300, 2*default(realprecision)\3), 0, bitprecision(1.*v, 64));
}

\\ prints [fastest rate, slowest rate, E, defect, p, Q, gross flow, ⟨iK⟩, ergotropy, smallest eigenvalue of ρ],
\\ nothing after E where the digits cannot tell the slowest rate from 0
steady(H, s, J, T, K) = {
  my(n = #H, few = 10.^-default(realprecision), at = numbering(n), E, V, least, S, B, L, scale, fastest, slow = 0, inverse, rho, X, R, U, p, Q, gross, Y, r, result);
  [E, V] = eigen(H - H[1,1]);
  least = 1e20*few*max(E[n] - E[1], 1e-30);
  S = apply(z -> V~*matdiagonal(z)*V, s);
  B = vector(#s, b, matrix(n, n, a, c, S[b][a,c]*rate(J[b], T[b], E[a] - E[c], least)));
  L = generator(E, S, B, at);
  fastest = vecmax(vector(n^2, k, abs(L[k,k])));

  \\ L keeps the trace: with a multiple of (1/n) Tr added, that multiple takes the place of its eigenvalue 0
  scale = if (n > 1, vecmax(abs(L)), 1.);
  for (a = 1, n, for (c = 1, n, L[at[a,a], at[c,c]] += scale/n));
  inverse = iferr(L^-1, error, 0);
  if (n > 1 && inverse, slow = slowest(inverse, at));
  result = [fastest, slow, apply(e -> e + H[1,1], E)];
  if (n > 1 && slow < 1e25*sqrt(few)*scale, result[2] = 0; print(short(result)); return);
  rho = inverse*vector(n^2, k, 0)~;
  for (a = 1, n, rho += inverse[, at[a,a]]*scale/n);
  R = matrix(n, n, a, c, rho[at[max(a, c), min(a, c)]] + if (a == c, 0, sign(a - c)*I*rho[at[min(a, c), max(a, c)]]));

  \\ Q_b = Tr(H R_b[ρ]), all of it from X; the gross flow from the populations
  Q = vector(#s, b, my(D = dissipate(real(R), S[b], B[b])); sum(a = 1, n, E[a]*D[a,a]));
  U = settled(E, R, least); V *= U; R = conj(U~)*R*U;
  p = vector(n, a, real(R[a,a]));
  gross = vector(#s, b, my(z = conj(V~)*matdiagonal(s[b])*V);
    sum(a = 1, n, sum(c = 1, n, 2*abs(E[a] - E[c])*norm(z[a,c])*rate(J[b], T[b], E[a] - E[c], least)*p[c])));
  Y = imag(V*R*conj(V~)); \\ of the sites; ⟨iK⟩ = −Tr KY
  r = hermitian(R)[1];
  print(short(concat(result, [defect(E, T, p, Q, gross), p, Q, gross, apply(k -> -trace(k*Y), K), (p - r)*E~, r[n]])));
}
