// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "../../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {VenueState} from "../../../contracts/mocks/venue/VenueState.sol";
import {TokenReading} from "../../../contracts/types/Token.sol";
import {Position, Room} from "../../../contracts/types/Venue.sol";
import {ICollateralUnderTest} from "./ICollateralUnderTest.sol";
import {Sight} from "./Sight.sol";
import {TestSystem} from "./TestSystem.sol";
import {ITraderUnderTest} from "./ITraderUnderTest.sol";
import {VenueUnderTest} from "./VenueUnderTest.sol";

/// @title Population
/// @notice Everybody and everything there is in a world, and how it looks from outside.
abstract contract Population is TestSystem {
    uint256 public constant HOLDERS = 4;
    uint256 public constant PROVIDERS = 2;
    /// @notice Has nothing between its actions but a trader of its own, the last one.
    address public constant ATTACKER = address(0xBAD);
    address public constant KEEPER = address(0x6EE9E2);
    address public constant LIQUIDATOR = address(0x1194);

    /// @notice {usd} Value of one unit of collateral, WAD.
    uint256 public unit;
    /// @notice Whether a market's fills are rejected.
    mapping(bytes32 market => bool) public failing;

    ILeveragedToken[] internal _tokens;
    ITraderUnderTest[] internal _traders;

    /// @notice One token as it is now.
    function look(ILeveragedToken token) public view returns (Sight memory s) {
        TokenReading memory reading = token.reading();
        s.token = token;
        s.market = reading.market;
        s.phase = reading.state.phase;
        s.paused = reading.state.mintPaused;
        s.mintPpm = reading.state.mintPpm;
        s.redeemPpm = reading.state.redeemPpm;
        s.rebalancedAt = reading.state.rebalancedAt;
        s.known = reading.rebalancing;
        s.failing = failing[s.market];
        s.minted = reading.minted;
        s.supply = token.effectiveSupply();
        s.virtualShares = reading.virtualShares;
        s.target = reading.targetLeverage;
        s.unit = unit;
        s.owed = reading.owed;
        s.collected = collateral.balanceOf(COLLECTOR) + token.owed(COLLECTOR);
        try reading.account.snapshot(s.market, address(token)) returns (Position memory position, Room memory room) {
            (s.position, s.room, s.priced, s.index) = (position, room, true, position.price);
            uint256 debt = reading.owed * unit;
            s.equity = position.equity > debt ? position.equity - debt : 0;
            s.units = s.equity / unit;
        } catch {}
        _lookBehind(s);
    }

    function tokens() external view returns (ILeveragedToken[] memory) {
        return _tokens;
    }

    function traders() external view returns (ITraderUnderTest[] memory) {
        return _traders;
    }

    function marketAt(uint256 i) external view returns (TestMarket memory) {
        return markets[i];
    }

    function marketId(uint256 i) external view returns (bytes32) {
        return markets[i].id;
    }

    function marketCount() external view returns (uint256) {
        return markets.length;
    }

    function marketOf(bytes32 id) external view returns (TestMarket memory market) {
        for (uint256 i = 0; i < markets.length; ++i) {
            if (markets[i].id == id) return markets[i];
        }
    }

    function indexOf(bytes32 id) public view returns (uint256 i) {
        while (markets[i].id != id) ++i;
    }

    /// @notice Whether a market is dead for good.
    function isExpired(bytes32 id) public view returns (bool) {
        return venue.marketState(id).trading.status == VenueState.Status.Expired;
    }

    function venueOf() external view returns (VenueUnderTest) {
        return venue;
    }

    function balanceOf(address who) external view returns (uint256) {
        return collateral.balanceOf(who);
    }

    function collateralSupply() external view returns (uint256) {
        return collateral.totalSupply();
    }

    /// @notice Who trades for a token at the exchange: its account at the venue before it, or the token itself.
    function traderOf(ILeveragedToken token) public view returns (address) {
        address account = address(token.account());
        return account == address(venue) ? address(token) : account;
    }

    /// @notice Everyone with an account at the exchange.
    function accounts() public view returns (address[] memory all) {
        all = new address[](_tokens.length + _traders.length);
        for (uint256 i = 0; i < all.length; ++i) {
            all[i] = i < _tokens.length ? traderOf(_tokens[i]) : address(_traders[i - _tokens.length]);
        }
    }

    /// @notice {usd} What every account of a market could withdraw, WAD, in the order of {accounts}; empty without a price.
    function equities(bytes32 id) external view returns (uint256[] memory all) {
        address[] memory owners = accounts();
        all = new uint256[](owners.length);
        for (uint256 i = 0; i < owners.length; ++i) {
            try venue.position(id, owners[i]) returns (Position memory position) {
                all[i] = position.equity;
            } catch {
                return new uint256[](0);
            }
        }
    }

    /// @notice {collateral} What everyone there is has, the venue included.
    function sumOfBalances() external view returns (uint256 sum) {
        address[] memory all = accounts();
        for (uint256 i = 0; i < all.length; ++i) sum += collateral.balanceOf(all[i]);
        for (uint256 i = 0; i < _tokens.length; ++i) {
            if (all[i] != address(_tokens[i])) sum += collateral.balanceOf(address(_tokens[i]));
        }
        for (uint256 i = 0; i < HOLDERS; ++i) sum += collateral.balanceOf(holder(i));
        for (uint256 i = 0; i < PROVIDERS; ++i) sum += collateral.balanceOf(provider(i));
        address[7] memory others = [
            address(venue),
            address(factory),
            address(this),
            COLLECTOR,
            ATTACKER,
            KEEPER,
            LIQUIDATOR
        ];
        for (uint256 i = 0; i < others.length; ++i) sum += collateral.balanceOf(others[i]);
    }

    /// @notice Everything handlers name once.
    function places() external view returns (VenueUnderTest, ICollateralUnderTest, ILeveragedTokenFactory, uint256) {
        return (venue, collateral, factory, dollar);
    }

    function holder(uint256 i) public pure returns (address) {
        return address(uint160(0xA11CE0 + i));
    }

    function provider(uint256 i) public pure returns (address) {
        return address(uint160(0x11C0 + i));
    }

    function guardian() external pure returns (address) {
        return GUARDIAN;
    }

    function collector() external pure returns (address) {
        return COLLECTOR;
    }

    /// @dev Adds to a sight what a faulty venue does not say of itself.
    function _lookBehind(Sight memory s) internal view virtual {}
}
