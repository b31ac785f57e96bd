"""What is said in the benchmarks."""


def complaint(number: int) -> str:
    """A complaint of a household and a community of their own: no repeat, no large area."""
    house = f"{number % 37 + 1}号楼{number % 4 + 1}单元{number % 19 + 1}01室"
    return f"幸福{number}里{house}不热 室温15度 张女士139{number:08}（n{number}）"
